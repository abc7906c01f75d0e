/** Each engine is examined in a process of its own: its library may crash or hang, and take its caller with it. */
import { fork } from 'node:child_process';
import type { Examination } from '../engines/examination.ts';

/** An examination that gave no result. */
export interface Failure {
  readonly usable: false;
  readonly hardware?: undefined;
  readonly failure: 'crashed' | 'failed' | 'hung';
  readonly why: string;
  readonly remedy: string;
}

export type Finding = Examination | Failure;

/** What the process sends to its parent. */
export type Answer = { readonly examination: Examination } | { readonly error: string };

export interface Examiner {
  /** A module that examines the engine and sends its `Answer`. */
  readonly module: string;
  readonly args: readonly string[];
  /** A command that shows everything the engine's library prints. */
  readonly command: string;
  readonly mostMilliseconds?: number;
}

const MOST_MILLISECONDS = 20_000;
/** How long a process may run on after it has sent its answer. */
const MILLISECONDS_TO_END = 2_000;
/** How many characters of its output are kept. */
const MOST_KEPT = 10_000;

export function examineApart({
  module,
  args,
  command,
  mostMilliseconds = MOST_MILLISECONDS,
}: Examiner): Promise<Finding> {
  const remedy = `${command}   (shows everything it prints; please report it)`;
  const child = fork(module, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let answer: Answer | undefined;
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-MOST_KEPT)));
  return new Promise((resolve) => {
    const fail = (failure: Failure['failure'], why: string): void => resolve({ usable: false, failure, why, remedy });
    const succeed = (found: Answer, end: string | null): void => {
      if ('error' in found) fail('failed', `its examination failed: ${found.error}`);
      else resolve(end === null ? found.examination : badEnd(found.examination, end));
    };
    const giveUp = (): void => {
      child.kill('SIGKILL');
      // A process that waits for its driver may not even end when killed, so nothing waits for it.
      child.unref();
      child.stderr!.destroy();
      if (child.connected) child.disconnect();
      if (answer) succeed(answer, null);
      else fail('hung', `its examination did not end within ${mostMilliseconds / 1000} s`);
    };
    let timer = setTimeout(giveUp, mostMilliseconds);
    child.on('message', (message) => {
      answer = message as Answer;
      clearTimeout(timer);
      timer = setTimeout(giveUp, MILLISECONDS_TO_END);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      fail('failed', `its examination cannot be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const end = signal ?? (code === 0 ? null : `exit code ${code}`);
      if (answer) succeed(answer, end);
      else
        fail(
          'crashed',
          `its examination crashed (${[end ?? 'exit code 0', lastWords(said)].filter(Boolean).join(': ')})`,
        );
    });
  });
}

/** It crashed after it had answered: a training run would, too, once its work was done. */
function badEnd(examination: Examination, ended: string): Examination {
  if (!examination.usable) return examination;
  const note = `its process crashed when it ended (${ended})`;
  return { ...examination, notes: [...(examination.notes ?? []), note] };
}

/** The error line of a stack trace or, without one, the last line printed. */
function lastWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const found = lines.findLast((line) => /^\w*Error\b.*: /.test(line)) ?? lines.findLast((line) => line !== '') ?? '';
  return found.length <= 200 ? found : `${found.slice(0, 199)}…`;
}
