/** A program that the GPU's driver refuses to compile: every run that uses it fails with a message; others work. */
import { afterEach, expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { oneProgram } from '../../../src/runtime/engines/webgpu/kernel.ts';
import { bindingOf, cellwise } from '../../../src/runtime/engines/webgpu/program.ts';
import { host } from '../engines.ts';
import { describeWebgpu, openWebgpuWith } from '../webgpu.ts';

/** Its WGSL does not validate. */
const Softmax = oneProgram(({ inputs, output }) =>
  cellwise(output, [bindingOf('input', inputs[0]!)], '  value = input[at] + nowhere;'),
);

function graphOf(...ops: readonly string[]) {
  const b = startGraph(ops.join());
  const x = b.input('x', { dtype: 'float32', shape: [1, 2] }, { kind: 'argument', argument: 'x' });
  b.output(
    'y',
    ops.reduce((value, op) => b.add(op, [value]), x),
  );
  return b.build();
}

let engine: Engine | undefined;
afterEach(() => engine?.dispose());

describeWebgpu('a program that does not compile', () => {
  test('is the same error at each use: the op, what the compiler said, and the way out', async () => {
    const e = (engine = await openWebgpuWith({ kernels: { Softmax } }));
    const feeds = new Map([['x', host([1, 2], [1, 2])]]);
    const wrong = e.prepare(graphOf('Neg', 'Softmax', 'Neg'));
    const live = e.liveTensors();
    const messages: string[] = [];
    for (const use of [e.run.bind(e), e.run.bind(e), e.trace.bind(e), e.profile.bind(e)]) {
      const failure: unknown = await use(wrong, feeds).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'EngineError' });
      messages.push((failure as Error).message);
    }
    const again = e.prepare(graphOf('Softmax'));
    messages.push(await e.run(again, feeds).then(String, (error: Error) => error.message));
    expect(messages[0]).toMatch(/^the GPU's driver cannot compile the kernel of Softmax; .*--engine wasm/);
    expect(messages[0]).toMatch(/unresolved value 'nowhere'/);
    expect(messages).toEqual(messages.map(() => messages[0]));
    expect(e.liveTensors()).toBe(live);
  });

  test('leaves other programs as they are, whatever was prepared first', async () => {
    const e = (engine = await openWebgpuWith({ kernels: { Softmax } }));
    const feeds = new Map([['x', host([1, 2], [1, 2])]]);
    const wrong = e.prepare(graphOf('Softmax'));
    const right = e.prepare(graphOf('Neg'));
    const negated = async () => [...(await e.run(right, feeds)).get('y')!.data];
    expect(await negated()).toEqual([-1, -2]);
    await expect(e.run(wrong, feeds)).rejects.toThrow('Softmax');
    expect(await negated()).toEqual([-1, -2]);
  });
});
