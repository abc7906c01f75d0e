import { describe, expect, test } from 'vitest';
import type { GradientRule, OpDefinition } from '../../src/compiler/ops/op.ts';
import { opOf, ops } from '../../src/compiler/ops/table.ts';
import { checkCubes, checkGradients } from './check-gradients.ts';

/** From floats to floats, and yet constant almost everywhere; any other op needs a rule. */
const flat = new Set(['Sign', 'Floor']);
/** The gradient is cut on purpose: it is not the gradient of the value. */
const cut = new Set(['StopGradient']);

const takesAndGivesFloats = (op: OpDefinition) =>
  op.samples.some(({ inputs, attributes = {} }) => {
    const types = inputs.map(({ shape, dtype = 'float32' }) => ({ shape, dtype }));
    return types.some(({ dtype }) => dtype === 'float32') && op.infer(types, attributes).dtype === 'float32';
  });

describe.each([...ops.values()].map((op) => [op.name, op] as const))('%s', (_name, op) => {
  test('its gradient is declared and has samples', () => {
    if (op.gradient === 'source') {
      expect(op.inputs).toEqual([]);
      return;
    }
    // The body decides: tests/ops/scan.test.ts.
    if (op.gradient === 'scan') return;
    expect(op.samples.length, 'samples').toBeGreaterThan(0);
    if (typeof op.gradient === 'function' || op.gradient === 'formula') {
      expect(takesAndGivesFloats(op), 'has a rule, but no sample from float to float that tries it').toBe(true);
    } else if (!flat.has(op.name) && !cut.has(op.name)) {
      expect(takesAndGivesFloats(op), 'goes from float to float, but has no gradient').toBe(false);
    }
  });

  if (op.gradient === 'source' || cut.has(op.name)) return;
  test.each(op.samples.map((sample, i) => [i, sample] as const))('sample %i: first and second order', (_i, sample) => {
    expect(checkGradients(op, sample, 1)).toEqual([]);
  });
});

const linear = [...ops.values()].filter(
  ({ name, reads, addsBack, joins }) =>
    reads || addsBack || joins || ['Cumsum', 'GatherV2', 'Reshape', 'UnsortedSegmentSum'].includes(name),
);

describe('of cubes, to third order', () => {
  test.each(linear.map((op) => [op.name, op] as const))('%s', (_, op) => {
    expect(op.samples.flatMap((sample) => checkCubes(op, sample, 3))).toEqual([]);
  });
});

/** Without Cast, which changes the type: these tests need functions of a single type. */
const differentiable = [...ops.values()].filter(
  (op) => op.scalar && op.gradient !== 'zero' && !cut.has(op.name) && op.name !== 'Cast',
);

describe('the gradient by the formula', () => {
  test.each(differentiable.map((op) => [op.name, op] as const))('%s', (_name, op) => {
    expect(op.samples.flatMap((sample) => checkGradients(op, sample, 1, 'formula'))).toEqual([]);
  });
});

describe('the check itself', () => {
  const tryRule = (name: string, rule: GradientRule) =>
    opOf(name)
      .samples.flatMap((sample) => checkGradients(opOf(name), sample, 1, rule))
      .join('\n');

  test('finds a wrong factor', () => {
    const rule: GradientRule = (b, { inputs: [x] }, g) => [b.add('Mul', [g, x!])];
    expect(tryRule('Square', rule)).toContain('Square, first order: gradient to input 0');
  });

  test('finds a sign lost to one input only', () => {
    expect(tryRule('Sub', (_b, _node, g) => [g, g])).toContain('Sub, first order: gradient to input 1');
  });

  test('finds a gradient that was not summed over broadcast axes', () => {
    expect(tryRule('AddV2', (_b, _node, g) => [g, g])).toContain('input 0 is [3], but its gradient [2, 3]');
  });

  test('finds a rule that is right once and cannot be differentiated again', () => {
    const rule: GradientRule = (b, node, g) => [b.add('TanhGrad', [b.add('StopGradient', [node.id]), g])];
    expect(tryRule('Tanh', rule)).toContain('second order: gradient to input 0');
  });

  test('finds a rule that drops the dependence on the incoming gradient', () => {
    const rule: GradientRule = (b, node, g) => [b.add('TanhGrad', [node.id, b.add('StopGradient', [g])])];
    expect(tryRule('Tanh', rule)).toContain('second order: gradient to gradient');
  });

  test('finds a gradient that is missing', () => {
    expect(checkGradients(opOf('Exp'), opOf('Exp').samples[0]!, 1, 'zero').join()).toContain('first order');
  });

  test('finds a NaN', () => {
    const rule: GradientRule = (b, { inputs: [x] }, g) => [
      b.add('Mul', [g, b.add('Log', [b.add('Sub', [b.constant(-9), x!])])]),
    ];
    expect(tryRule('Exp', rule)).toContain('NaN');
  });
});
