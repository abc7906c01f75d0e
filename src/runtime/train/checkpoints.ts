/**
 * Writes checkpoints while training goes on: the variables are kept as they are, copied to the host one by one when
 * training lets others have a turn, and hashed and written by other threads.
 */
import type { HostTensor } from '../host-tensor.ts';
import { saveCheckpoint, type Run } from '../output/run-directory.ts';
import { version } from '../../version.ts';
import type { Session } from './session.ts';

export class Checkpoints {
  private readonly session: Session;
  private readonly run: Run;
  /** Settles when nothing is being written; the failure, if there is one, is thrown to whoever asks next. */
  private writing: Promise<void> = Promise.resolve();
  private hasFailed = false;
  private startedStep = -1;

  constructor(session: Session, run: Run) {
    this.session = session;
    this.run = run;
  }

  /** Begins to save the state of this step; waits for the checkpoint before, and throws if that has failed. */
  async start(): Promise<void> {
    await this.finish();
    const { session } = this;
    if (session.step === this.startedStep) return;
    const { engine, device, precision } = session.engine.description;
    const { step, seed, directory } = session;
    const consts = Object.fromEntries(session.program.constants);
    const manifest = { step, seed, engine, device, precision, consts, directory, createdBy: version };
    this.startedStep = step;
    const snapshot = await session.snapshot();
    this.writing = this.write(snapshot, manifest);
    this.writing.catch(() => (this.hasFailed = true));
  }

  /** Throws if writing has failed; does not wait for it. */
  async check(): Promise<void> {
    if (this.hasFailed) await this.finish();
  }

  /** Waits until all is written, and throws if that fails. */
  async finish(): Promise<void> {
    const { writing } = this;
    this.writing = Promise.resolve();
    this.hasFailed = false;
    await writing;
  }

  private async write(
    snapshot: Awaited<ReturnType<Session['snapshot']>>,
    manifest: Parameters<typeof saveCheckpoint>[1],
  ): Promise<void> {
    try {
      const state = new Map<string, HostTensor>();
      for (const name of snapshot.names) {
        await this.run.platform.turn();
        state.set(name, await snapshot.read(name));
      }
      snapshot.dispose();
      await saveCheckpoint(this.run, manifest, state);
    } catch (cause) {
      // Another copy of the state is on the host until it is written, so memory can run out.
      throw this.session.explain(cause);
    } finally {
      snapshot.dispose();
    }
  }
}
