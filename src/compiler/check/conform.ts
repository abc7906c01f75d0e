/** Whether a value may stand where a type is declared: the same shape, a meaning that fits, values in range. */
import type { Label } from '../../parser/diagnostic.ts';
import type { Span } from '../../parser/source.ts';
import { sameShape } from '../graph/graph.ts';
import { report, type Context } from './context.ts';
import { formatInterval, formatShape, formatType, sameInterval, type Interval, type TensorType } from './types.ts';
import type { TensorExpression } from './values.ts';

export interface Place {
  /** `the input x of D`, `the result of G`. */
  readonly what: string;
  /** A promise has to be kept by what is known; an argument only must not contradict it. */
  readonly promise: boolean;
  readonly span: Span;
  readonly labels?: readonly Label[];
}

interface Explanation {
  readonly why?: string;
  readonly help?: string;
}

/** The value under its declared type, or null after a report. */
export function conform(context: Context, value: TensorExpression, declared: TensorType, place: Place): TensorExpression | null {
  const found = value.type;
  const options = place.labels ? { labels: place.labels } : {};
  if (!sameShape(found.shape, declared.shape)) {
    const verb = place.promise ? 'comes out' : 'is given';
    const message = `${place.what} is ${formatType(declared)}, and ${formatType(found)} ${verb}`;
    report(context, 'shape-mismatch', { message, here: `this is ${formatShape(found.shape)}` }, place.span, options);
    return null;
  }
  const meaning = meaningProblem(found, declared);
  if (meaning) {
    const texts = { what: place.what, expected: formatType(declared), found: formatType(found), ...meaning };
    report(context, 'meaning-mismatch', texts, place.span, options);
    return null;
  }
  const range = rangeProblem(found, declared, place.promise);
  if (range) {
    report(context, 'range-mismatch', { what: place.what, expected: formatInterval(declared.range!), ...range }, place.span, options);
    return null;
  }
  return retyped(value, declared);
}

/** The declared meaning; of the range, what is known from either side. */
function retyped(value: TensorExpression, declared: TensorType): TensorExpression {
  const { batched, meaning, range } = value.type;
  const kept = declared.meaning === 'tensor' && meaning === 'image' ? 'image' : declared.meaning;
  const known = declared.range ?? range;
  const type: TensorType = { ...declared, batched, meaning: kept, ...(known && { range: known }) };
  if (meaning === type.meaning && range === type.range) return value;
  return { kind: 'retype', of: value, type, span: value.span };
}

function meaningProblem(found: TensorType, declared: TensorType): Explanation | null {
  if (declared.meaning === 'class' || found.meaning === 'class') return classProblem(found, declared);
  switch (declared.meaning) {
    case 'logit':
      if (found.meaning === 'prob') {
        const why = 'a sigmoid or softmax was applied already: what is left is a probability';
        return { why, help: 'drop the sigmoid, or declare `prob`' };
      }
      if (found.range && found.meaning !== 'logit') {
        const why = `a logit is any number, and the last activation holds these to ${formatInterval(found.range)}`;
        return { why, help: 'end with a layer without activation' };
      }
      return null;
    case 'score': {
      const why = "a critic's score is unbounded: behind a sigmoid it saturates, and its gradients vanish";
      return found.meaning === 'prob' ? { why, help: 'drop the sigmoid, or declare `prob`' } : null;
    }
    case 'prob': {
      if (found.meaning === 'prob' || (found.range && found.range[0] >= 0 && found.range[1] <= 1)) return null;
      const why = 'a probability lies in 0..1, and nothing holds these values there';
      return { why, help: 'end with `sigmoid` or `softmax`, or declare `logit`' };
    }
    default:
      return null;
  }
}

function classProblem(found: TensorType, declared: TensorType): Explanation | null {
  if (declared.meaning !== 'class') return { help: 'use `one_hot(label)` or `embedding(label, 16)`' };
  if (found.meaning !== 'class') return { help: 'labels come from data, or from a categorical latent: `latent c ~ class(10)`' };
  return found.classes! > declared.classes! ? { why: `a label of ${found.classes! - 1} would fall outside` } : null;
}

function rangeProblem(found: TensorType, declared: TensorType, promise: boolean): (Explanation & { found: string }) | null {
  if (!declared.range || declared.meaning === 'prob') return null;
  if (found.range) {
    if (sameInterval(found.range, declared.range)) return null;
    const why = 'what is compared with it, or fed by it, expects the other scale';
    return { found: formatInterval(found.range), why, help: rangeAdvice(found.range, declared.range) };
  }
  return promise ? { found: 'any range', why: 'nothing bounds these values', help: boundingAdvice(declared.range) } : null;
}

const symmetric: Interval = [-1, 1];
const unit: Interval = [0, 1];

function boundingAdvice(declared: Interval): string {
  if (sameInterval(declared, symmetric)) return 'end with `tanh`';
  if (sameInterval(declared, unit)) return 'end with `sigmoid`';
  return `end with \`tanh\` and scale it, or with \`clamp(${declared.join(', ')})\``;
}

function rangeAdvice(found: Interval, declared: Interval): string {
  if (sameInterval(declared, symmetric) && sameInterval(found, unit)) return 'end with `tanh` instead of `sigmoid`, or declare both in 0..1';
  if (sameInterval(declared, unit) && sameInterval(found, symmetric)) return 'end with `sigmoid` instead of `tanh`, or declare both in -1..1';
  return `declare both in ${formatInterval(declared)}, or scale one of them`;
}
