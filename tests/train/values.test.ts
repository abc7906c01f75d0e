/** Values outside of training come in batches: in constant memory, and the same as if they were computed at once. */
import { expect, describe, it } from 'vitest';
import { check } from '../../src/compiler/index.ts';
import type { Engine, EngineName } from '../../src/runtime/engines/index.ts';
import { openEngine } from '../../src/index.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { permutation, type RandomKey } from '../../src/runtime/random.ts';
import { feedsFor } from '../../src/runtime/train/feeds.ts';
import { openSession, type Session } from '../../src/runtime/train/session.ts';
import { batchThatFits, gathered } from '../../src/runtime/train/value-batches.ts';
import { engineNames, expectClose } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

const text = `model tiny
data x: tensor[2] from ring(size: 3_000)
latent z ~ normal[3]
latent u ~ uniform(-1, 1)[5]
network G(z: tensor[3], u: tensor[5]) -> tensor[2] { concat(z, u) |> dense(32) |> relu |> dense(2) }
network D(x: tensor[2]) -> score[1] { x |> dense(8) |> relu |> dense(1) }
let fake = G(z, u)
let near = fake + x
loss d = mean(D(x)) - mean(D(fake))
loss g = mean(D(fake))
train for 100 steps, batch 8 {
  minimize d over D using sgd(0.1)
  minimize g over G using sgd(0.1)
}
`;

async function withSession<Result>(name: EngineName, use: (session: Session, engine: Engine) => Promise<Result>) {
  const { program, diagnostics } = check(text);
  if (!program) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const engine = await openEngine(name, { threads: 1 });
  try {
    const platform = nodePlatform;
    return await use(await openSession(program, { platform, engine, seed: 3, directory: '.' }), engine);
  } finally {
    engine.dispose();
  }
}

const valuesOf = ({ program }: Session) => new Map(['fake', 'near'].map((name) => [name, program.values.get(name)!]));

describe.each([...engineNames, ...webgpuHere])('on %s', (name) => {
  it('they are those of one large batch', () =>
    withSession(name, async (session, engine) => {
      const n = 2_500;
      const expressions = valuesOf(session);
      const graph = session.model.values('at once', expressions, { batch: n });
      const sources = {
        seed: 3,
        data: session.data,
        dataSetOf: new Map([['x', 'x']]),
        minibatches: new Map(),
        drawOrder: async (size: number, key: RandomKey) => permutation(size, key),
        notKept: new Set<string>(),
      };
      const position = { step: 0, streams: 'sample/', examplesBefore: () => 0 } as const;
      const whole = await engine.run(engine.prepare(graph), await feedsFor(graph, sources, position));
      const sizes: number[] = [];
      for await (const batch of session.values(expressions, n)) sizes.push(batch.get('fake')!.shape[0]!);
      expect(sizes).toEqual([1024, 1024, 452]);
      const found = await gathered(session.values(expressions, n));
      for (const value of ['fake', 'near']) {
        expect(found.get(value)!.shape).toEqual([n, 2]);
        expectClose(found.get(value)!.data, whole.get(value)!.data, 1e-6);
      }
      // And those of a smaller number come first.
      const few = (await gathered(session.values(expressions, 7))).get('near')!;
      expectClose(few.data, found.get('near')!.data.slice(0, 14), 1e-6);
    }));

  it('50,000 of them take no more memory than 2,000', () =>
    withSession(name, async (session, engine) => {
      const peakOf = async (n: number): Promise<number | null> => {
        engine.resetPeak();
        let rows = 0;
        for await (const batch of session.values(valuesOf(session), n)) rows += batch.get('fake')!.shape[0]!;
        expect(rows).toBe(n);
        return engine.peakBytes();
      };
      const [few, many] = [await peakOf(2_000), await peakOf(50_000)];
      expect(many).toBe(few);
      const live = engine.liveTensors();
      await peakOf(3_000);
      expect(engine.liveTensors()).toBe(live);
    }));
});

it('a batch is made as small as the memory demands, and no smaller', () =>
  withSession('cpu', async (session, engine) => {
    const graphFor = (batch: number) => session.model.values('values', valuesOf(session), { batch });
    const bytesAt = (batch: number): number =>
      Object.values(engine.plan(graphFor(batch))).reduce((sum: number, bytes: number) => sum + bytes, 0);
    const fitting = (limit: number | null, examples = 50_000): number =>
      batchThatFits({ memoryBytes: () => limit, plan: (graph) => engine.plan(graph) }, examples, graphFor);
    expect(fitting(null)).toBe(1024);
    expect(fitting(bytesAt(1024))).toBe(1024);
    expect(fitting(bytesAt(1024) - 1)).toBe(512);
    expect(fitting(bytesAt(64))).toBe(64);
    // The least is tried, so that the engine says what is missing.
    expect(fitting(1)).toBe(4);
    expect(fitting(1, 3)).toBe(3);
    expect(fitting(null, 10)).toBe(10);
    expect(fitting(bytesAt(10) - 1, 10)).toBe(8);

    const inGroups = (limit: number | null, examples: number, unit: number): number =>
      batchThatFits({ memoryBytes: () => limit, plan: (graph) => engine.plan(graph) }, examples, graphFor, unit);
    expect(inGroups(null, 10, 6)).toBe(12);
    expect(inGroups(null, 50_000, 6)).toBe(1032);
    expect(inGroups(bytesAt(100), 50_000, 6)).toBe(72);
    expect(inGroups(1, 50_000, 6)).toBe(12);
  }));
