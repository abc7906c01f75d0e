/** Checks a text in a fresh process, which is killed if it hangs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Checked {
  /** Milliseconds of each check, without Node's start; the first check runs in a process that has just begun. */
  readonly milliseconds: readonly number[];
  readonly messages: number;
  /** The codes of the messages, each once. */
  readonly codes: readonly string[];
}

/** @returns the result, or a text that says why there is none */
export function checkInProcess(text: string, limit = 10_000, times = 1): Checked | string {
  const program = fileURLToPath(new URL('./check-text.mjs', import.meta.url));
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, [program, String(times)], {
    input: text,
    encoding: 'utf8',
    timeout: limit,
    killSignal: 'SIGKILL',
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') return `no answer within ${limit / 1000} s`;
  if (status !== 0) return /(\w*Error: .*|FATAL ERROR: .*)/.exec(stderr)?.[1] ?? `it ended with ${status ?? signal}`;
  return JSON.parse(stdout) as Checked;
}
