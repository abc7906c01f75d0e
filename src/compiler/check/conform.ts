/** Whether a value may stand where a type is declared: the same shape, a meaning that fits, values in range. */
import type { Label } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/source.ts';
import { sameShape, sizeOf } from '../graph/graph.ts';
import { report, type Context } from './context.ts';
import type { Expression } from '../program/program.ts';
import {
  formatInterval,
  formatShape,
  formatType,
  sameInterval,
  type Interval,
  type TensorType,
  withRange,
} from '../types/type.ts';
import type { TensorExpression } from './values.ts';

export interface Place {
  /** `the input x of D`, `the result of G`. */
  readonly what: string;
  /** A promise has to be kept by what is known; an argument only must not contradict it. */
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

/** The value under its declared type, or null after a report. */
export function conform(
  context: Context,
  value: TensorExpression,
  declared: TensorType,
  place: Place,
): TensorExpression | null {
  const found = value.type;
  const options = place.labels ? { labels: place.labels } : {};
  // A label where numbers are wanted, or numbers for a label: the shapes do not matter then.
  const mixed = (found.meaning === 'class') !== (declared.meaning === 'class');
  if (!mixed && !sameShape(found.shape, declared.shape)) {
    const verb = place.promise ? 'comes out' : 'is given';
    const message = `${place.what} is ${formatType(declared)}, and ${formatType(found)} ${verb}`;
    const help = place.promise ? shapeAdvice(found.shape, declared.shape) : argumentAdvice(found.shape, declared.shape);
    report(
      context,
      'shape-mismatch',
      { message, here: `this is ${formatShape(found.shape)}`, ...(help && { help }) },
      place.span,
      options,
    );
    return null;
  }
  const meaning = meaningProblem(found, declared);
  if (meaning) {
    const texts = {
      what: place.what,
      expected: formatType(declared),
      found: formatType(found),
      promise: place.promise,
      ...meaning,
    };
    report(context, 'meaning-mismatch', texts, origin(value, place), options);
    return null;
  }
  const range = rangeProblem(found, declared, place.promise);
  if (range) {
    report(
      context,
      'range-mismatch',
      { what: place.what, expected: formatInterval(declared.range!), ...range },
      origin(value, place),
      options,
    );
    return null;
  }
  return retyped(value, declared);
}

/** A reshape after the last activation does not change values: the activation is the place to look at. */
function origin(value: TensorExpression, { span, within }: Place): Span {
  let e: Expression = value;
  while ((e.kind === 'call' && e.function.transparent && e.inputs.length === 1) || e.kind === 'retype') {
    e = e.kind === 'retype' ? e.of : e.inputs[0]!;
  }
  const inside =
    within &&
    e.kind === 'call' &&
    e.span.source === within.source &&
    e.span.start >= within.start &&
    e.span.end <= within.end;
  return inside && e !== value ? e.span : span;
}

function argumentAdvice(found: readonly number[], declared: readonly number[]): string {
  if (sizeOf(found) !== sizeOf(declared)) return 'change what is given, or the declared shape, until both are the same';
  return declared.length === 1
    ? 'put `|> flatten` behind what is given'
    : `put \`|> reshape(${declared.join(', ')})\` behind what is given`;
}

/** What to put at the end of a body so that its result has the declared shape. */
function shapeAdvice(found: readonly number[], declared: readonly number[]): string | undefined {
  const last = declared.at(-1);
  if (sizeOf(found) === sizeOf(declared))
    return declared.length === 1 ? 'end with `flatten`' : `end with \`reshape(${declared.join(', ')})\``;
  if (declared.length === 1)
    return found.length === 1 ? `end with \`dense(${last})\`` : `end with \`flatten |> dense(${last})\``;
  if (declared.length !== 3 || found.length !== 3) return undefined;
  const [h, w] = found as [number, number, number];
  const [wantedHeight, wantedWidth] = declared as [number, number, number];
  if (h === wantedHeight && w === wantedWidth) return `let the last layer make ${last} channels`;
  const factor = wantedHeight / h;
  if (factor !== wantedWidth / w) return undefined;
  if (Number.isInteger(factor))
    return `make it ${factor} times as high and wide, with \`upsample(${factor})\` or strides`;
  return Number.isInteger(1 / factor)
    ? `make it ${1 / factor} times smaller, with \`avg_pool(${1 / factor})\` or strides`
    : undefined;
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
        return {
          why,
          help: `drop the sigmoid or softmax, or declare \`${formatType({ ...declared, meaning: 'prob' })}\``,
        };
      }
      if (found.range && found.meaning !== 'logit') {
        const why = `a logit is any number, and the last activation holds these to ${formatInterval(found.range)}`;
        return { why, help: 'end with a layer that has no activation behind it' };
      }
      return null;
    case 'score': {
      const why = "a critic's score is unbounded: behind a sigmoid it saturates, and its gradients vanish";
      return found.meaning === 'prob'
        ? {
            why,
            help: `drop the sigmoid; if it is a probability that you want, declare \`${formatType({ ...declared, meaning: 'prob' })}\``,
          }
        : null;
    }
    case 'prob': {
      if (found.meaning === 'prob' || (found.range && found.range[0] >= 0 && found.range[1] <= 1)) return null;
      const why = 'a probability lies in 0..1, and nothing holds these values there';
      return {
        why,
        help: `end with \`sigmoid\`${declared.shape.at(-1) === 1 ? '' : ' or `softmax`'}, or declare \`${formatType({ ...withRange(declared, undefined), meaning: 'logit' })}\``,
      };
    }
    default:
      return null;
  }
}

function classProblem(found: TensorType, declared: TensorType): Explanation | null {
  if (declared.meaning !== 'class') return { help: 'use `one_hot(label)` or `embedding(label, 16)`' };
  if (found.meaning !== 'class')
    return { help: 'labels come from data, or from a categorical latent: `latent c ~ class(10)`' };
  if (found.classes! <= declared.classes!) return null;
  return {
    why: `a label of ${found.classes! - 1} would fall outside`,
    help: `declare \`${formatType({ ...declared, classes: found.classes! })}\``,
  };
}

function rangeProblem(
  found: TensorType,
  declared: TensorType,
  promise: boolean,
): (Explanation & { found?: string }) | null {
  if (!declared.range || declared.meaning === 'prob') return null;
  if (found.range) {
    if (sameInterval(found.range, declared.range) || (!promise && spreads(found.range, declared.range))) return null;
    const why = promise
      ? 'whoever uses this result counts on the declared range'
      : 'fed with two scales, a network tells real from generated by the scale alone';
    return {
      found: formatInterval(found.range),
      why,
      help: promise
        ? endAdvice(found.range, declared.range)
        : `let both lie in ${formatInterval(declared.range)}, or scale one of them`,
    };
  }
  return promise ? { why: 'the layers before can give any number', help: boundingAdvice(declared.range) } : null;
}

/** A little wider all around: data with noise on it (DRAGAN), and not another scale, which is at least twice as wide. */
function spreads([low, high]: Interval, [least, most]: Interval): boolean {
  return low <= least && high >= most && high - low < 2 * (most - least);
}

const symmetric: Interval = [-1, 1];
const unit: Interval = [0, 1];

function boundingAdvice(declared: Interval): string {
  if (sameInterval(declared, symmetric)) return 'end with `tanh`';
  if (sameInterval(declared, unit)) return 'end with `sigmoid`';
  return `end with \`tanh\` and scale it, or with \`clamp(${declared.join(', ')})\``;
}

function endAdvice(found: Interval, declared: Interval): string {
  const redeclare = `or declare \`in ${formatInterval(found)}\``;
  const finite = found.every(Number.isFinite);
  if (sameInterval(declared, symmetric) && sameInterval(found, unit))
    return `end with \`tanh\` instead of \`sigmoid\`, ${redeclare}`;
  if (sameInterval(declared, unit) && sameInterval(found, symmetric))
    return `end with \`sigmoid\` instead of \`tanh\`, ${redeclare}`;
  return finite ? `${boundingAdvice(declared)}, ${redeclare}` : boundingAdvice(declared);
}
