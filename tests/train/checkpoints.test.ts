/** Checkpoints are written while training goes on: each holds its own step, and no failure is lost. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check } from '../../src/compiler/index.ts';
import { openEngine } from '../../src/index.ts';
import { createRun, loadLatestCheckpoint } from '../../src/runtime/output/run-directory.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { Checkpoints } from '../../src/runtime/train/checkpoints.ts';
import { openSession } from '../../src/runtime/train/session.ts';
import { folder } from '../cli/gan.ts';
import { tiny } from '../cli/specs.ts';
import { engineNames, expectSame } from '../engines/engines.ts';

it.each(engineNames)(
  'on %s: steps made meanwhile do not get into a checkpoint, and nothing is left on the device',
  async (name) => {
    const engine = await openEngine(name, { threads: 1 });
    try {
      const session = await openSession(check(tiny).program!, {
        engine,
        platform: nodePlatform,
        seed: 0,
        directory: '.',
      });
      const run = await createRun(nodePlatform, join(folder(), 'run'), { spec: tiny, modules: new Map(), graph: '{}' });
      const checkpoints = new Checkpoints(session, run);
      await session.runStep();
      await session.runStep();
      const live = engine.liveTensors();
      const before = await session.state();
      await checkpoints.start();
      for (let i = 0; i < 5; i++) await session.runStep();
      await checkpoints.finish();
      const { manifest, tensors } = loadLatestCheckpoint(run)!;
      expect(manifest.step).toBe(2);
      expectSame(tensors, before);
      expect(engine.liveTensors()).toBe(live);

      // The one before is waited for.
      await checkpoints.start();
      await session.runStep();
      await checkpoints.start();
      await checkpoints.finish();
      expect(loadLatestCheckpoint(run)!.manifest.step).toBe(8);

      // Nothing can be made in what is a file now; whoever comes next is told.
      rmSync(join(run.folder, 'checkpoints'), { recursive: true });
      writeFileSync(join(run.folder, 'checkpoints'), '');
      await session.runStep();
      await checkpoints.start();
      const failure = { name: 'OutputError', message: expect.stringContaining('is a file, not a folder') };
      await expect(checkpoints.finish()).rejects.toMatchObject(failure);
      await checkpoints.check();
      await session.runStep();
      await checkpoints.start();
      while (
        await checkpoints.check().then(
          () => true,
          (error: unknown) => void expect(error).toMatchObject(failure),
        )
      )
        await nodePlatform.turn();
      await checkpoints.finish();
      expect(engine.liveTensors()).toBe(live);
    } finally {
      engine.dispose();
    }
  },
);
