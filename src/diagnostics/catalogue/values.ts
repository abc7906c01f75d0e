/** Values known while checking: numbers, sizes, ranges, rounds. */
import { error, type Texts } from './texts.ts';

export const values = {
  'not-a-constant': error<{ what: string }>({
    message: (p) => `${p.what} must be known before training`,
    label: () => 'this depends on data or weights',
    help: () => 'use a number, a `const`, or arithmetic over them',
  }),
  'wrong-kind': error<{ found: string; expected: string; why?: string; help?: string }>({
    message: (p) => `${p.expected} is expected here, not ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'not-an-integer': error<{ what: string; value: number }>({
    message: (p) => `${p.what} must be a whole number, and this is ${Number(p.value.toPrecision(8))}`,
    help: (p) =>
      p.value > 1 ? `use numbers that give ${Math.floor(p.value)} or ${Math.ceil(p.value)}` : 'use a number such as 1',
  }),
  'bad-size': error<{ what: string; value: number; least: number }>({
    message: (p) => `${p.what} must be at least ${p.least}, and this is ${p.value}`,
    help: (p) =>
      p.value === -1
        ? 'shapes are those of one example: if -1 stands for the batch, leave it out; else write the size'
        : `use at least ${p.least}`,
  }),
  'too-many-repetitions': error<{ count: number; most: number }>({
    message: (p) => `${p.count.toLocaleString('en-US')} rounds are more than can be unrolled`,
    why: (p) => `each round becomes layers of its own, and ${p.most.toLocaleString('en-US')} rounds are the most`,
    help: () => 'for training longer, use `repeat` in `train`; for a sequence, make the layers wider instead of more',
  }),
  indivisible: error<{ dividend: string; divisor: number; value: number; sizes: string }>({
    message: (p) => `${p.value} is not divisible by ${p.divisor}`,
    label: (p) => `${p.dividend} is ${p.value}`,
    why: (p) =>
      p.divisor === 2
        ? 'sizes are whole numbers: halving an odd side drops a row, and doubling it again does not bring it back'
        : 'sizes are whole numbers, and a share of a row does not exist',
    help: (p) => p.sizes,
  }),
  'division-by-zero': error<{ dividend: number; operator: string }>({
    message: (p) => `${p.dividend} ${p.operator} 0 has no value`,
    label: () => 'this is 0',
    help: () => 'make sure that the divisor cannot become 0',
  }),
  'bad-range': error<{ low: number; high: number; written: string }>({
    message: (p) => `nothing lies between ${p.low} and ${p.high}`,
    why: (p) => `a range goes upwards, and ${p.low} is greater than ${p.high}`,
    help: (p) => `write the smaller end first: \`${p.written}\``,
  }),
} as const satisfies Record<string, Texts<never>>;
