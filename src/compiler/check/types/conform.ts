/** Whether a value fits a declared type: the same shape, a meaning that fits, values in range. */
import type { OrReported } from '../../../diagnostics/reported.ts';
import type { Label } from '../../../diagnostics/diagnostic.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type { Expression } from '../../program/program.ts';
import { formatInterval, sameInterval, type Interval } from '../../types/interval.ts';
import { add, isKnown, isLess, mayBeSameShape } from '../../types/size.ts';
import { formatShape, formatType, isConcreteTensor, withRange, type AnyTensorType } from '../../types/type.ts';
import { report, type Context } from '../context.ts';
import { argumentAdvice, boundingAdvice, endAdvice, resultAdvice } from './conform-advice.ts';
import { typedValue, type TensorValue } from '../values/value.ts';

export interface Place {
  /** `the input x of D`, `the result of G`. */
  readonly what: string;
  /** Set for results, which must be known to keep the declared range; an argument must only not contradict it. */
  readonly promise: boolean;
  readonly span: Span;
  /** The body that makes the value, for promises. */
  readonly within?: Span;
  readonly labels?: readonly Label[];
}

interface Explanation {
  readonly why?: string;
  readonly help?: string;
}

/** The value, retyped as declared. */
export function conform(
  context: Context,
  value: TensorValue,
  declared: AnyTensorType,
  place: Place,
): OrReported<TensorValue> {
  const found = value.type;
  const options = place.labels ? { labels: place.labels } : {};
  // With a label where numbers are expected, or the other way round, the shapes do not matter.
  const mixed = (found.meaning === 'class') !== (declared.meaning === 'class');
  if (!mixed && !mayBeSameShape(found.shape, declared.shape)) {
    const [wants, is] = place.promise ? ['is declared as', 'is'] : ['takes', 'is given'];
    const message = `${place.what} ${wants} ${formatType(declared)}, but ${is} ${formatType(found)}`;
    const help = place.promise
      ? resultAdvice(found.shape, declared.shape)
      : argumentAdvice(found.shape, declared.shape);
    const texts = { message, here: `this is ${formatShape(found.shape)}`, ...(help && { help }) };
    return report(context, 'shape-mismatch', texts, place.span, options);
  }
  // In a template checked on its own little is known: what only a use can show is not reported here.
  const open = value.expression === null;
  const meaning = meaningProblem(found, declared, open);
  if (meaning) {
    const { promise, what } = place;
    const texts = { what, expected: formatType(declared), found: formatType(found), promise, ...meaning };
    return report(context, 'meaning-mismatch', texts, origin(value, place), options);
  }
  const range = open && !found.range ? null : rangeProblem(found, declared, place.promise);
  if (range) {
    const texts = { what: place.what, expected: formatInterval(declared.range!), ...range };
    return report(context, 'range-mismatch', texts, origin(value, place), options);
  }
  return retyped(value, declared);
}

/** Where to report a wrong range or meaning: at the last activation, if only reshapes, which keep values, follow it. */
function origin({ expression }: TensorValue, { span, within }: Place): Span {
  if (!expression) return span;
  let e: Expression = expression;
  while ((e.kind === 'call' && e.function.transparent && e.inputs.length === 1) || e.kind === 'retype') {
    e = e.kind === 'retype' ? e.of : e.inputs[0]!;
  }
  const inside =
    within &&
    e.kind === 'call' &&
    e.span.source === within.source &&
    e.span.start >= within.start &&
    e.span.end <= within.end;
  return inside && e !== expression ? e.span : span;
}

/** The value with its declared meaning, and the declared range or else the one that was found. */
function retyped(value: TensorValue, declared: AnyTensorType): TensorValue {
  const { batched, meaning, range, shape } = value.type;
  const kept = declared.meaning === 'tensor' && meaning === 'image' ? 'image' : declared.meaning;
  const known = declared.range ?? range;
  const type: AnyTensorType = { ...declared, shape, batched, meaning: kept, ...(known && { range: known }) };
  if (meaning === type.meaning && range === type.range) return value;
  const { expression } = value;
  if (!expression || !isConcreteTensor(type)) return typedValue({ ...type, shape: declared.shape });
  return { kind: 'tensor', type, expression: { kind: 'retype', of: expression, type, span: expression.span } };
}

function meaningProblem(found: AnyTensorType, declared: AnyTensorType, open: boolean): Explanation | null {
  if (declared.meaning === 'class' || found.meaning === 'class') return classProblem(found, declared);
  switch (declared.meaning) {
    case 'logit':
      if (found.meaning === 'prob') {
        const why = 'a sigmoid or softmax has already been applied: this is a probability';
        return {
          why,
          help: `drop the sigmoid or softmax, or declare \`${formatType({ ...declared, meaning: 'prob' })}\``,
        };
      }
      if (found.range && found.meaning !== 'logit') {
        const why = `a logit can be any number, but the last activation keeps these in ${formatInterval(found.range)}`;
        return { why, help: 'end with a layer that has no activation after it' };
      }
      return null;
    case 'score': {
      const why = "a critic's score is unbounded: after a sigmoid it saturates, and its gradients vanish";
      return found.meaning === 'prob'
        ? {
            why,
            help: `drop the sigmoid; if you do want a probability, declare \`${formatType({ ...declared, meaning: 'prob' })}\``,
          }
        : null;
    }
    case 'prob': {
      if (open && !found.range) return null;
      if (found.meaning === 'prob' || (found.range && found.range[0] >= 0 && found.range[1] <= 1)) return null;
      const why = 'a probability is in 0..1, but nothing keeps these values there';
      return {
        why,
        help: `end with \`sigmoid\`${declared.shape.at(-1) === 1 ? '' : ' or `softmax`'}, or declare \`${formatType({ ...withRange(declared, undefined), meaning: 'logit' })}\``,
      };
    }
    default:
      return null;
  }
}

function classProblem(found: AnyTensorType, declared: AnyTensorType): Explanation | null {
  if (declared.meaning !== 'class') return { help: 'use `one_hot(label)` or `embedding(label, 16)`' };
  if (found.meaning !== 'class')
    return { help: 'labels come from data, or from a categorical latent: `latent c ~ class(10)`' };
  const [labels, room] = [found.classes!, declared.classes!];
  if (isKnown(labels) && isKnown(room) ? labels <= room : !isLess(room, labels)) return null;
  return {
    why: `a label of ${String(add(labels, -1))} would fall outside`,
    help: `declare \`${formatType({ ...declared, classes: labels })}\``,
  };
}

function rangeProblem(
  found: AnyTensorType,
  declared: AnyTensorType,
  promise: boolean,
): (Explanation & { found?: string }) | null {
  if (!declared.range || declared.meaning === 'prob') return null;
  if (found.range) {
    if (sameInterval(found.range, declared.range) || (!promise && spreads(found.range, declared.range))) return null;
    const why = promise
      ? 'everything that uses this result relies on the declared range'
      : 'fed two scales, a network can tell real from generated by the scale alone';
    return {
      found: formatInterval(found.range),
      why,
      help: promise
        ? endAdvice(found.range, declared.range)
        : `keep both in ${formatInterval(declared.range)}, or scale one of them`,
    };
  }
  return promise ? { why: 'the layers before can produce any number', help: boundingAdvice(declared.range) } : null;
}

/** Whether the first is only a little wider, as with noise on data (DRAGAN); another scale is at least twice as big. */
function spreads([low, high]: Interval, [least, most]: Interval): boolean {
  return low <= least && high >= most && high - low < 2 * (most - least);
}
