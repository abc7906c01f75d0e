import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { validateGraph } from '../../src/compiler/graph-semantics/validate.ts';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import { folder, gan, oneMessage } from './gan.ts';
import { tiny, write } from './specs.ts';

async function inspect(...args: readonly string[]): Promise<string> {
  const cwd = folder();
  const { code, out, err } = await gan(['inspect', write(cwd, tiny), ...args], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

interface Overview {
  readonly version: number;
  readonly model: string;
  readonly networks: Readonly<
    Record<
      string,
      {
        readonly parameters: number;
        readonly layers: readonly {
          readonly name: string;
          readonly output: readonly number[];
          readonly parameters: number;
        }[];
      }
    >
  >;
  readonly step: {
    readonly batch: number;
    readonly flops: number;
    readonly peakBytes: number;
    readonly memory: Readonly<Record<string, number>>;
    readonly nodes: number;
  };
}

describe('gan inspect', () => {
  it('shows the networks layer by layer and the costs of a step', async () => {
    const out = await inspect();
    expect(out).toMatch(
      /^tiny: Four points\.\n\nG\(z: tensor\[2\]\) -> tensor\[2\]\n {2}dense\(width\) +tensor\[8\] +24\n {2}relu +tensor\[8\]\n {2}dense\(2\) +tensor\[2\] +18\n {2}42 parameters\n/,
    );
    expect(out).toMatch(
      /\nstep \(batch 16\): [\d.]+ kFLOP, [\d.]+ kB of memory at its peak, \d+ operations\n {2}memory: [^\n]+\n$/,
    );
  });

  it('prints the same as JSON', async () => {
    const { version, model, networks, step } = JSON.parse(await inspect('--json')) as Overview;
    expect({ version, model }).toEqual({ version: 1, model: 'tiny' });
    expect(networks['G']!.parameters).toBe(42);
    expect(networks['D']!.parameters).toBe(33);
    expect(networks['G']!.layers.map(({ name, output, parameters }) => ({ name, output, parameters }))).toEqual([
      { name: 'dense(width)', output: [8], parameters: 24 },
      { name: 'relu', output: [8], parameters: 0 },
      { name: 'dense(2)', output: [2], parameters: 18 },
    ]);
    expect(step.batch).toBe(16);
    for (const cost of [step.flops, step.peakBytes, step.nodes])
      expect(cost).toSatisfy((value) => Number.isSafeInteger(value) && value > 0);
  });

  it('says what the memory of a step is for', async () => {
    const { step } = JSON.parse(await inspect('--json')) as Overview;
    const { memory, peakBytes } = step;
    expect(Object.values(memory).reduce((sum, bytes) => sum + bytes, 0)).toBe(peakBytes);
    // 75 weights; two moments for each, two counters of updates and one of steps; 64 points.
    expect(memory).toMatchObject({ weights: 4 * 75, averages: 0, optimizers: 4 * (2 * 75 + 3), data: 64 * 2 * 4 });
    expect(await inspect()).toMatch(/\n {2}memory: (.+, )?612 B optimizer state(, .+)?, 300 B weights\b/);
    const { out } = await gan(['inspect', 'specs/dcgan.gan']);
    expect(out).toMatch(/\n {2}without the data set of x: how large it is, its files say\n$/);
  });

  it("counts the TensorFlow tutorial's DCGAN as the tutorial's summary does", async () => {
    const { code, out } = await gan(['inspect', 'specs/dcgan.gan', '--json']);
    expect(code).toBe(0);
    const { networks, step } = JSON.parse(out) as Overview;
    // Keras counts the moving statistics too: 2,330,944 in all, 25,472 of which are not trained.
    expect(networks['G']!.parameters).toBe(2_305_472);
    expect(networks['D']!.parameters).toBe(212_865);
    const shapes = networks['G']!.layers.filter((layer) => /^conv2d[^/]*$/.test(layer.name)).map(
      (layer) => layer.output,
    );
    expect(shapes).toEqual([
      [7, 7, 128],
      [14, 14, 64],
      [28, 28, 1],
    ]);
    expect(step.flops).toBeGreaterThan(128 * 2 * 7 * 7 * 128 * 25 * 256);
  });

  it('takes constants', async () => {
    expect((JSON.parse(await inspect('--json', '--set', 'width=16')) as Overview).networks['G']!.parameters).toBe(82);
  });

  it('prints every stage', async () => {
    expect(await inspect('--emit', 'tokens')).toMatch(/^2:1 +Model +model\n2:7 +Identifier +tiny\n/);
    const tokens = JSON.parse(await inspect('--emit', 'tokens', '--json')) as {
      type: string;
      text: string;
      line: number;
      column: number;
    }[];
    expect(tokens.find((t) => t.text === 'tiny')).toMatchObject({ line: 2, column: 7 });
    const tree = JSON.parse(await inspect('--emit', 'tree')) as {
      declarations: { kind: string; span: [number, number] }[];
    };
    expect(tree.declarations.map((d) => d.kind)).toEqual(
      expect.arrayContaining(['const', 'data', 'latent', 'network', 'let', 'loss', 'train']),
    );
    for (const {
      span: [start, end],
    } of tree.declarations)
      expect(tiny.slice(start, end).trim()).not.toBe('');
    const types = await inspect('--emit', 'types');
    expect(types).toMatch(/^13:9 +D +network D\(x: tensor\[2\]\) -> logit\[1\]$/m);
    expect(types).toMatch(/^14:8 +dense\(width\) +tensor\[8\]$/m);
    expect(types).toMatch(/^17:5 +fake +tensor\[2\]$/m);
    expect(types).toMatch(/^20:6 +d +tensor\[\]$/m);
    expect(await inspect('--emit', 'graph')).toMatch(/^graph tiny\/losses\n/);
    expect(await inspect('--emit', 'step')).toMatch(/^graph tiny\/step\n/);
    expect(await inspect('--emit', 'plan')).toMatch(/← peak\n[^]*\npeak: [\d,]+ bytes at %\d+\n$/);
  });

  it.each(['graph', 'step'])(
    'emits a %s that validates, refers to lines of the spec and is the same each time',
    async (stage) => {
      const text = await inspect('--emit', stage, '--json');
      const graph = JSON.parse(text) as Graph;
      expect(validateGraph(graph)).toEqual([]);
      expect(verify(graph)).toEqual([]);
      expect(graph.outputs.filter((o) => o.kind === 'value').map((o) => o.name)).toEqual(
        expect.arrayContaining(['d', 'g']),
      );
      const origins = graph.nodes.flatMap((node) => (node.origin?.file === 'tiny.gan' ? [node.origin.line] : []));
      expect(origins.length).toBeGreaterThan(graph.nodes.length / 4);
      expect(await inspect('--emit', stage, '--json')).toBe(text);
    },
  );

  it('frees every value in its plan just once, and none before it was made', async () => {
    const plan = JSON.parse(await inspect('--emit', 'plan', '--json')) as {
      version: number;
      peakBytes: number;
      calls: { node: number; frees: number[]; bytes: number }[];
    };
    expect(plan.version).toBe(1);
    const freed = plan.calls.flatMap((call) => call.frees);
    expect(new Set(freed).size).toBe(freed.length);
    for (const call of plan.calls) for (const node of call.frees) expect(node).toBeLessThanOrEqual(call.node);
    expect(plan.peakBytes).toBeLessThanOrEqual(plan.calls.reduce((sum, call) => sum + call.bytes, 0));
  });

  it('frames the mistakes of a wrong spec and ends with 1', async () => {
    const cwd = folder();
    for (const args of [[], ['--emit', 'graph'], ['--emit', 'step'], ['--json']]) {
      const { code, out, err } = await gan(['inspect', write(cwd, tiny.replace('dense(2)', 'dense(3)')), ...args], {
        cwd,
      });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/error\[[\w-]+\]: [^]*tiny\.gan:10:/);
    }
  });

  it('shows what is known of a wrong spec', async () => {
    const cwd = folder();
    const args = ['inspect', write(cwd, tiny.replace('dense(2)', 'dense(3)')), '--emit', 'types'];
    const { out } = await gan(args, { cwd });
    expect(out).toMatch(/^10:32 +dense\(3\) +tensor\[3\]$/m);
    expect(out).toMatch(/^14:8 +dense\(width\) +tensor\[8\]$/m);
  });

  it('shows networks without a training program, and refuses to show a step of it', async () => {
    const cwd = folder();
    const file = write(cwd, 'model a\nnetwork G(z: tensor[2]) -> tensor[3] {\n  z |> dense(3)\n}\n', 'a.gan');
    expect(await gan(['inspect', file], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringContaining('9 parameters'),
    });
    const { code, err } = await gan(['inspect', file, '--emit', 'step'], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(oneMessage(/a\.gan has no training program, so there is no step to show/, /minimize/));
    const training = await gan(['train', file], { cwd });
    expect(training.code).toBe(2);
    expect(training.err).toMatch(oneMessage(/a\.gan has no training program/, /minimize/));
  });
});
