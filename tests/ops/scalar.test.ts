/** The scalar language: what formulas mean, and that each function agrees with its definition. */
import { describe, expect, test } from 'vitest';
import { evaluateScalar } from '../../src/compiler/ops/scalar/evaluate.ts';
import { definitionOf, expand } from '../../src/compiler/ops/scalar/expand.ts';
import { scalarFunction, scalarFunctions, type ScalarFunctionName } from '../../src/compiler/ops/scalar/functions.ts';
import { parseFormula } from '../../src/compiler/ops/scalar/parse.ts';

const names = new Map([
  ['x', { input: 0 }],
  ['y', { input: 1 }],
  ['alpha', { number: 0.2 }],
]);
const valueOf = (formula: string, x: number, y = 0): number => evaluateScalar(parseFormula(formula, names), [x, y]);

describe('formulas', () => {
  test.each([
    ['x + y * 2 - 1', 5, 3, 10],
    ['(x + y) * 2', 5, 3, 16],
    ['x / y / 2', 12, 3, 2],
    ['-x * -y', 2, 3, 6],
    ['1e-3 * x', 2, 0, 2e-3],
    ['x > y ? 1 : x == y ? 2 : 3', 2, 2, 2],
    ['x > 0 && !(y > 0) || x == -1', 1, 0, 1],
    ['x > 0 && !(y > 0) || x == -1', 1, 1, 0],
    ['x > 0 && !(y > 0) || x == -1', -1, 1, 1],
    ['a = x + 1; b = a * a; b - a', 2, 0, 6],
    ['alpha * x', 10, 0, 2],
    ['max(min(x, 1), -1)', -7, 0, -1],
    ['x == 0 ? infinity : -infinity', 1, 0, -Infinity],
  ])('%s', (formula, x, y, expected) => expect(valueOf(formula, x, y)).toBeCloseTo(expected, 12));

  test('what is written twice is computed once', () => {
    expect(parseFormula('exp(x) + exp(x) * exp(x)', names).steps).toHaveLength(3);
  });

  test.each([
    ['x +', 'the formula `x +`: expected more, not the end'],
    ['x y', 'the formula `x y`: expected the end, not y'],
    ['cosine(x)', 'the formula `cosine(x)`: expected a function, not cosine'],
    ['exp(x, y)', 'the formula `exp(x, y)`: expected the operands of exp, not the end'],
    ['z + 1', 'the formula `z + 1`: expected a name, not z'],
    ['(x', 'the formula `(x`: expected more, not the end'],
  ])('%s is refused', (formula, message) => expect(() => parseFormula(formula, names)).toThrow(message));
});

const made = (Object.keys(scalarFunctions) as ScalarFunctionName[]).filter(
  (name) => scalarFunction(name).as !== undefined,
);

describe('what functions are made of', () => {
  const basic = (name: ScalarFunctionName) => scalarFunction(name).as === undefined;
  const special = [0, -0, 1, -1, 0.5, -0.5, 2, 1e-30, -1e-30, 20, -20, 80, -80, Infinity, -Infinity, NaN];

  test.each(made)('%s', (name) => {
    const { operands, of } = scalarFunction(name);
    const program = expand(definitionOf(name), basic);
    const check = (...values: number[]) => {
      const [expected, found] = [of(...values), evaluateScalar(program, values)];
      if (Math.abs(expected) > 1e37) return expect(Math.abs(found)).toBeGreaterThan(1e36);
      if (!Number.isFinite(expected)) return expect(found, `${name}(${values})`).toEqual(expected);
      // The constants have only the digits of float32.
      const scale = Math.max(Math.abs(expected), name === 'sin' || name === 'cos' || name === 'log' ? 1 : 1e-37);
      const allowed = (name === 'pow' ? 4e-6 : 4e-7) * scale;
      expect(Math.abs(found - expected), `${name}(${values}): ${found}, not ${expected}`).toBeLessThanOrEqual(allowed);
    };
    const angles = name === 'sin' || name === 'cos';
    const first = special.filter((x) => !(angles && !Number.isFinite(x)));
    for (const x of first) {
      if (operands.length === 1) check(x);
      else
        for (const y of [0, 1, 2, 3, -1, 0.5, -2.5])
          if (Number.isFinite(x) && Math.abs(x) < 1e5 && !(x === 0 && y <= 0)) check(x, y);
    }
    for (let i = 1; i <= 2000; i++) {
      const x = Math.tan(i * 1.234) * 3;
      if (operands.length === 1) check(x);
      else if (Math.abs(x) > 1e-3 && Math.abs(x) < 1e3) check(x, Math.round(Math.sin(i) * 6));
    }
  });

  test('an engine without a basic function is told so', () => {
    expect(() => definitionOf('add')).toThrow('the scalar function add is made of nothing simpler');
  });
});
