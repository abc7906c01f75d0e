/** Values known at check time: numbers, sizes, ranges, rounds. */
import { error, type Texts } from './texts.ts';
import { large, memory, type Amount } from './wording.ts';

export const values = {
  'not-a-constant': error<{ what: string }>({
    message: (p) => `${p.what} must be known before training`,
    label: () => 'this depends on data or weights',
    help: () => 'use a number, a `const`, or arithmetic over them',
  }),
  'wrong-kind': error<{ found: string; expected: string; why?: string; help?: string | undefined }>({
    message: (p) => `${p.expected} is expected here, not ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'not-an-integer': error<{ what: string; value: number }>({
    message: (p) => `${p.what} must be a whole number, but this is ${Number(p.value.toPrecision(8))}`,
    help: (p) =>
      p.value > 1 ? `use numbers that give ${Math.floor(p.value)} or ${Math.ceil(p.value)}` : 'use a number such as 1',
  }),
  'bad-size': error<{ what: string; value: number; least: number }>({
    message: (p) => `${p.what} must be at least ${p.least}, but this is ${p.value}`,
    help: (p) =>
      p.value === -1 && p.least > 0
        ? 'shapes are those of one example: if the -1 is for the batch, leave it out; otherwise write the size'
        : `use at least ${p.least}`,
  }),
  'too-many-repetitions': error<{ count: number; most: number }>({
    message: (p) => `${p.count.toLocaleString('en-US')} rounds are more than can be unrolled`,
    why: (p) => `each round becomes layers of its own, and ${p.most.toLocaleString('en-US')} rounds is the limit`,
    help: () =>
      'to train for longer, use `repeat` in `train`; for a sequence, make the layers wider rather than adding more',
  }),
  indivisible: error<{ dividend: string; divisor: number; value: number; sizes: string; why?: string }>({
    message: (p) => `${p.value} is not divisible by ${p.divisor}`,
    label: (p) => `${p.dividend} is ${p.value}`,
    why: (p) =>
      p.why ??
      (p.divisor === 2
        ? 'sizes are whole numbers: halving an odd side drops a row, and doubling it again does not bring it back'
        : 'sizes are whole numbers: there is no such thing as part of a row'),
    help: (p) => p.sizes,
  }),
  'huge-number': error<{ what: string; value: number }>({
    message: (p) =>
      Number.isFinite(p.value)
        ? `${p.what} must be a whole number below 2^53, but this is about ${Number(p.value.toPrecision(3)).toExponential().replace('+', '')}`
        : `${p.what} is too large`,
    why: (p) =>
      Number.isFinite(p.value)
        ? 'numbers are 64-bit floating point, which counts exactly up to 2^53, about 9.0e15'
        : 'numbers are 64-bit floating point: at most about 1.8e308',
    help: () => 'use a smaller number',
  }),
  'huge-value': error<{ callee: string; shape: string; count: number }>({
    message: (p) => `\`${p.callee}\` would make ${large(p.count)} numbers for each example`,
    label: (p) => `${p.shape}: ${memory(p.count * 4)} for a single example`,
    why: () => 'a value is held in memory whole, once for each example of the batch',
    help: () => 'make its sizes smaller',
  }),
  'too-much-work': error<{ most: number }>({
    message: () => 'this expands into more than can be checked',
    why: (p) =>
      `loops are unrolled, and blocks and functions expanded at each use; together, that makes more than ${p.most.toLocaleString('en-US')} expressions`,
    help: () => 'use fewer rounds, or blocks that use fewer others',
  }),
  'division-by-zero': error<{ dividend: number | string; operator: string }>({
    message: (p) =>
      p.operator === '^' ? '0 to a negative power has no value' : `${p.dividend} ${p.operator} 0 has no value`,
    label: () => 'this is 0',
    help: (p) => `make sure that the ${p.operator === '^' ? 'base' : 'divisor'} cannot become 0`,
  }),
  'bad-range': error<{ low: Amount; high: Amount; written: string }>({
    message: (p) => `nothing lies between ${p.low} and ${p.high}`,
    why: (p) => `a range goes upwards, and ${p.low} is greater than ${p.high}`,
    help: (p) => `write the smaller end first: \`${p.written}\``,
  }),
} as const satisfies Record<string, Texts<never>>;
