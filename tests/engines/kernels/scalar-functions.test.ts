/** Functions of one number on every engine: over the whole range of float32, at its ends, and outside their domains. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import { opOf } from '../../../src/compiler/ops/table.ts';
import { openEngine } from '../../../src/index.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { engineNames } from '../engines.ts';
import { describeWebgpu, openWebgpuHere } from '../webgpu.ts';

const functions = [
  ...['Neg', 'Exp', 'Log', 'Log1p', 'Expm1', 'Sqrt', 'Rsqrt', 'Square', 'Reciprocal', 'Abs', 'Sign', 'Floor', 'Sin'],
  ...['Cos', 'Erf', 'Relu', 'Elu', 'Tanh', 'Sigmoid', 'Softplus'],
];

const special = [0, -0, Infinity, -Infinity, NaN, 1, -1, 88.7, 88.8, -87.3, -103.9, -104.1, 2 ** 23 + 0.5, 1e30, -1e30];
/** Positive and negative numbers of every magnitude, and more of them near 1. */
const sizes = Array.from({ length: 4000 }, (_, i) => 2 ** (((i * 0.618) % 1) * 60 - 40) * (i % 2 ? 1 : -1));
const ordinary = Array.from({ length: 4000 }, (_, i) => ((i * 0.618) % 1) * 20 - 10);
const numbers = Float32Array.from([...special, ...sizes, ...ordinary]);

/** In units in the last place of the result, or of 1 for functions with zeros other than at 0. */
const allowed: Readonly<Record<string, number>> = { Erf: 24, Sin: 4, Cos: 4, Log: 4 };
const nearOne = new Set(['Sin', 'Cos', 'Erf']);

function testFunctions(open: () => Promise<Engine>, most: number, absolute: readonly string[] = []): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  test.each(functions)('%s', async (name) => {
    const type = { dtype: 'float32', shape: [numbers.length] } as const;
    const b = startGraph(name);
    b.output('y', b.add(name, [b.input('x', type, { kind: 'argument', argument: 'x' })]));
    const found = (await engine.run(engine.prepare(b.build()), new Map([['x', { ...type, data: numbers }]]))).get('y')!;
    const op = opOf(name);
    const exact = op.evaluate([{ shape: type.shape, data: Float64Array.from(numbers) }], {}, type);
    for (const [i, x] of numbers.entries()) {
      const [wanted, value] = [Math.fround(exact[i]!), found.data[i]!];
      const place = `${name}(${x}) is ${value}, not ${wanted}`;
      if (Number.isNaN(wanted)) {
        expect(Number.isNaN(value), place).toBe(true);
        continue;
      }
      if (!Number.isFinite(wanted) || (nearOne.has(name) && Math.abs(x) > 4000)) {
        if (!nearOne.has(name)) expect(value, place).toBe(wanted);
        continue;
      }
      // Engines may flush subnormal numbers to 0, whether results or intermediate values.
      if (Math.abs(wanted) < 2 ** -124 && Math.abs(value) <= 1.01 * Math.abs(wanted)) continue;
      const isAbsolute = nearOne.has(name) || name === 'Log' || absolute.includes(name);
      const scale = Math.max(Math.abs(wanted), isAbsolute ? 1 : 0);
      expect(Math.abs(value - wanted), place).toBeLessThanOrEqual(most * (allowed[name] ?? 4) * scale * 2 ** -23);
    }
  });
}

// TensorFlow's Elu is e^x − 1, which loses the digits of a small x.
const inexact: Readonly<Record<string, readonly string[]>> = { tensorflow: ['Elu'] };

describe.each(engineNames)('%s', (name) => testFunctions(() => openEngine(name), 1, inexact[name]));
describeWebgpu('webgpu', () => testFunctions(openWebgpuHere, 4));
