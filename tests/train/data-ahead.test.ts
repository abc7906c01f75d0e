/** Data are fetched while steps run, and if they cannot be, that is one error after which nothing is lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/index.ts';
import { openEngine } from '../../src/index.ts';
import { DataError } from '../../src/runtime/data/error.ts';
import { nodeHost } from '../../src/runtime/hosts/node.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { openSession, type Session } from '../../src/runtime/train/session.ts';
import { resume, train } from '../../src/runtime/train/train.ts';
import { folder } from '../cli/gan.ts';
import { engineNames, expectSame } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

const [SIZE, BATCH] = [40, 8];

const text = `model tiny

data x: image[28, 28, 1] in -1..1 from digits(size: ${SIZE})
latent z ~ normal[2]

network G(z: tensor[2]) -> image[28, 28, 1] in -1..1 { z |> dense(28 * 28) |> tanh |> reshape(28, 28, 1) }
network D(x: image[28, 28, 1] in -1..1) -> logit[1] { x |> flatten |> dense(1) }

loss d = minimax_d(D(x), D(G(z)))
loss g = non_saturating_g(D(G(z)))

train for 12 steps, batch ${BATCH} {
  minimize d over D using sgd(1e-3)
  minimize g over G using sgd(1e-3)
}
`;

async function withSession<Result>(use: (session: Session) => Promise<Result>): Promise<Result> {
  const engine = await openEngine('cpu');
  const session = await openSession(check(text).program!, { platform: nodePlatform, engine, seed: 3, directory: '.' });
  try {
    return await use(session);
  } finally {
    session.close();
    engine.dispose();
  }
}

describe('minibatches', () => {
  it('are on their way two steps before they are needed, and no step waits for those of later ones', () =>
    withSession(async (session) => {
      const source = session.data.get('x')!;
      const { fetch } = source;
      let fetches = 0;
      let finished = 0;
      const ends: (() => void)[] = [];
      // A slow source: what is fetched during a step comes when that step has ended, not before.
      source.fetch = async (indices) => {
        const step = fetches++;
        const rows = await fetch(indices);
        if (step > finished) await new Promise<void>((resolve) => ends.push(resolve));
        return rows;
      };
      const inFlight: number[] = [];
      const { engine } = session;
      const run = engine.runAll.bind(engine);
      engine.runAll = async (program, feeds) => {
        const results = await run(program, feeds);
        inFlight.push(fetches - finished - 1);
        return results;
      };
      for (let step = 0; step < 8; step++) {
        await session.runStep();
        finished++;
        for (const end of ends.splice(0)) end();
      }
      expect(inFlight).toEqual(Array.from({ length: 8 }, () => 2));
    }));

  it('that cannot be fetched leave the step to be made again', () =>
    withSession(async (session) => {
      const source = session.data.get('x')!;
      const { fetch } = source;
      await session.runStep();
      const before = await session.state();
      const lost = new DataError('the disk is gone', 'connect it again');
      source.fetch = () => Promise.reject(lost);
      for (let attempt = 0; attempt < 4; attempt++) await expect(session.runSteps(3)).rejects.toBe(lost);
      expect(session.step).toBe(1);
      expectSame(await session.state(), before);
      source.fetch = fetch;
      await session.runSteps(3);
      await session.runStep();
      const found = await session.state();
      const uninterrupted = await withSession(async (other) => {
        for (let step = 0; step < 5; step++) await other.runStep();
        return other.state();
      });
      expect(session.step).toBe(5);
      expectSame(found, uninterrupted);
    }));
});

/** The data thread ends, as it would if its memory ran out, when it is asked for something the nth time. */
const endingAt = (n: number) => ({
  ...nodeHost,
  platform: {
    ...nodePlatform,
    startThread: (script: string) =>
      nodePlatform.startThread(`const { listen } = port;
        let asked = 0;
        port.listen = (answer) => listen((request) => (++asked === ${n} ? process.exit(3) : answer(request)));
        ${script}`),
  },
});

describe.each([...engineNames, ...webgpuHere].filter((name) => name !== 'tensorflow'))('on %s', (engine) => {
  it('a thread that ends is one error, and the run goes on from the step before it', async () => {
    const run = join(folder(), 'run');
    const source = { name: 'tiny.gan', text };
    const failing = train(endingAt(9), source, { engine, run, threads: 1 });
    await expect(failing).rejects.toMatchObject({
      name: 'DataError',
      message: 'the thread that fetches the data has ended: exit code 3',
      help: expect.stringContaining('gan train --resume') as string,
    });
    const latest = readFileSync(join(run, 'checkpoints/latest'), 'utf8');
    expect(latest).toMatch(/^step-00000[1-9]\n$/);
    const { step, weights } = await resume(nodeHost, run, { threads: 1 });
    expect(step).toBe(12);
    expectSame(weights, (await train(nodeHost, source, { engine, threads: 1 })).weights);
  });
});
