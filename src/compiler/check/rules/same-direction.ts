import { diagnostic } from '../../../diagnostics/report.ts';
import type { CallExpression, Expression } from '../../program/program.ts';
import { dependsOn, visit } from '../../program/walk.ts';
import { minimizations, type Rule } from './rule.ts';

/**
 * How a value changes with another: it rises or falls with it, does not depend on it, or it cannot be told (both).
 */
type Direction = 'up' | 'down' | 'none' | 'both';

/**
 * A generator whose loss moves the discriminator's output on its examples the way that the discriminator's own loss moves
 * it: `mean(D(fake))` beside `mean(binary_cross_entropy(D(fake), 0))`.
 */
export const sameDirection: Rule = (program, report) => {
  const all = minimizations(program);
  for (const own of all) {
    for (const discriminator of own.networks) {
      for (const other of all) {
        if (other.loss.value === own.loss.value || other.networks.includes(discriminator)) continue;
        for (const generator of other.networks) {
          const direction = sharedDirection(discriminator.name, generator.name, own.loss.value, other.loss.value);
          if (!direction) continue;
          const texts = { generator: generator.name, discriminator: discriminator.name, direction };
          const labels = [{ span: own.loss.span, text: `\`${discriminator.name}\` minimises this` }];
          report(diagnostic('same-direction', texts, other.loss.span, { labels }));
          return;
        }
      }
    }
  }
};

/** Which way both losses move a result of the discriminator on the generator's examples, if it is the same. */
function sharedDirection(
  discriminator: string,
  generator: string,
  own: Expression,
  other: Expression,
): 'lower' | 'raise' | undefined {
  const isMade = (e: Expression): boolean => dependsOn(e, (x) => x.kind === 'apply' && x.network.name === generator);
  const isJudged = (e: Expression): boolean =>
    e.kind === 'apply' && e.network.name === discriminator && e.arguments.some(isMade);
  const parts = new Set<string>();
  visit([own, other], (e) => {
    if (isJudged(e) && e.type.kind === 'tensor') parts.add('');
    if (e.kind === 'field' && isJudged(e.of)) parts.add(e.name);
  });
  for (const part of parts) {
    const judged = (e: Expression): boolean =>
      part === '' ? isJudged(e) : e.kind === 'field' && e.name === part && isJudged(e.of);
    const direction = directionOf(own, judged);
    if (direction !== directionOf(other, judged)) continue;
    if (direction === 'up') return 'lower';
    if (direction === 'down') return 'raise';
  }
  return undefined;
}

const opposite: Readonly<Record<Direction, Direction>> = { up: 'down', down: 'up', none: 'none', both: 'both' };

const together = (a: Direction, b: Direction): Direction => (a === 'none' ? b : b === 'none' || a === b ? a : 'both');

/** How `e` changes with the values that `judged` picks. */
function directionOf(e: Expression, judged: (e: Expression) => boolean): Direction {
  const known = new Map<Expression, Direction>();
  const of = (x: Expression): Direction => {
    const found = known.get(x) ?? (judged(x) ? 'up' : below(x));
    known.set(x, found);
    return found;
  };
  const below = (x: Expression): Direction => {
    if (x.kind === 'retype') return of(x.of);
    if (x.kind === 'call') return (rules[x.function.name] ?? unknown)(x, of);
    // A penalty on a gradient does not say which way the output is to go.
    return 'none';
  };
  return of(e);
}

type CallRule = (e: CallExpression, of: (e: Expression) => Direction) => Direction;

const unknown: CallRule = ({ inputs }, of) => (inputs.every((input) => of(input) === 'none') ? 'none' : 'both');
const rises: CallRule = ({ inputs }, of) => inputs.map(of).reduce(together, 'none');

/** The number that an expression is, if it is one. */
function numberIn(e: Expression): number | undefined {
  if (e.kind === 'constant') return e.value;
  if (e.kind !== 'call' || e.function.name !== 'negate') return undefined;
  const of = numberIn(e.inputs[0]!);
  return of === undefined ? undefined : -of;
}

const scaled: CallRule = ({ function: { name }, inputs: [a, b] }, of) => {
  const [left, right] = [of(a!), of(b!)];
  if (left === 'none' && right === 'none') return 'none';
  const factor = right === 'none' ? numberIn(b!) : name === 'multiply' && left === 'none' ? numberIn(a!) : undefined;
  if (factor === undefined) return 'both';
  const direction = together(left, right);
  return factor === 0 ? 'none' : factor > 0 ? direction : opposite[direction];
};

// prettier-ignore
const rising = [
  'add', 'mean', 'sum', 'min', 'max', 'minimum', 'maximum', 'softplus', 'relu', 'leaky_relu', 'sigmoid', 'tanh', 'exp', 'log', 'sqrt',
  'flatten', 'reshape',
];

/** Functions of which it is known how they change with their inputs. */
const rules: Readonly<Record<string, CallRule>> = {
  ...Object.fromEntries(rising.map((name) => [name, rises] as const)),
  negate: ({ inputs }, of) => opposite[of(inputs[0]!)],
  subtract: ({ inputs: [a, b] }, of) => together(of(a!), opposite[of(b!)]),
  multiply: scaled,
  divide: scaled,
  stop_gradient: () => 'none',
  binary_cross_entropy({ inputs: [prediction, target] }, of) {
    const goal = numberIn(target!);
    const direction = of(prediction!);
    if (goal === undefined || goal === 0.5) return direction === 'none' ? 'none' : 'both';
    return goal > 0.5 ? opposite[direction] : direction;
  },
};
