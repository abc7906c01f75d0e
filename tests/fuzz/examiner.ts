/**
 * Texts are examined in another process: one that hangs or takes all memory gets it killed, which counts as a failure.
 */
import { fork, type ChildProcess } from 'node:child_process';
import type { Answer, Request, Stage } from './messages.ts';
import { late, type Examined, type Failure } from './properties.ts';

/**
 * Milliseconds of silence that are allowed. A check may take a second, and another process may have the core meanwhile.
 */
const silence: Readonly<Record<Stage, number>> = { check: 5000, compile: 30_000 };

const memoryMegabytes = 1024;

export type Heard = (number: number, examined: Examined) => void;

export interface Examiner {
  range(seed: number, from: number, to: number, heard: Heard): Promise<void>;
  /** @param limit replaces the milliseconds of silence that are allowed */
  text(text: string, limit?: number): Promise<Examined>;
  stop(): void;
}

/**
 * @param program the bundle of `examiner-process.ts`
 * @param root of the repository
 * @param patience how many times longer than usual a text may take
 */
export function startExaminer(program: string, root: string, patience = 1): Examiner {
  let child: ChildProcess | undefined;
  const running = (): ChildProcess =>
    (child ??= fork(program, [String(patience)], {
      cwd: root,
      execArgv: ['--enable-source-maps', `--max-old-space-size=${memoryMegabytes}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }));
  const end = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  // A process that hangs does not notice that its parent is gone.
  process.on('exit', end);
  const stop = (): void => {
    process.off('exit', end);
    end();
  };

  /** @returns the number of the text at which the process had to be killed, if any */
  const ask = (request: Request, heard: Heard, limit?: number): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = running();
      let at: { number: number; stage: Stage } | undefined;
      let timer: NodeJS.Timeout | undefined;
      const settle = (broken?: Failure): void => {
        clearTimeout(timer);
        asked.off('message', onAnswer);
        asked.off('exit', onExit);
        if (broken) end();
        if (!broken) return resolve(undefined);
        if (!at) return reject(new Error(`${program} does not start: ${broken.detail}`));
        heard(at.number, { outcome: 'broken', failures: [broken] });
        resolve(at.number);
      };
      const onExit = (code: number | null): void =>
        settle({
          property: 'the process stays alive',
          detail: `${at?.stage ?? 'start'} ended it with ${code ?? 'a signal'}`,
        });
      const onAnswer = (message: Answer): void => {
        clearTimeout(timer);
        if (message.kind === 'finished') return settle();
        if (message.kind === 'examined') return heard(message.number, message);
        at = message;
        const { stage } = message;
        const broken = stage === 'check' ? late : { property: 'graphs are made in time', detail: 'it takes longer' };
        timer = setTimeout(() => settle(broken), limit ?? patience * silence[stage]);
      };
      asked.on('message', onAnswer);
      asked.on('exit', onExit);
      asked.send(request);
    });

  return {
    stop,
    async range(seed, from, to, heard) {
      for (let next = from; next < to;) {
        const broken = await ask({ kind: 'range', seed, from: next, to }, heard);
        next = broken === undefined ? to : broken + 1;
      }
    },
    async text(text, limit) {
      let result: Examined = { outcome: 'broken', failures: [] };
      await ask({ kind: 'text', text }, (_, examined) => (result = examined), limit);
      return result;
    },
  };
}
