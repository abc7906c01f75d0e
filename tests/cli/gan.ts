/** Runs `gan` as a separate process, in a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const main = join(resolve(root, process.env['GANSPEC_DIST'] ?? 'dist'), 'cli/main.js');

export interface Ended {
  /** Null if a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the test will write to its stdin. */
  readonly typing?: boolean;
}

/** A process that has been started. */
export interface Running {
  readonly process: ChildProcess;
  /** Resolves when it has ended and all its output has arrived. */
  readonly ended: Promise<Ended>;
  /** Resolves when its output, stdout and stderr together, matches; rejects if it ends before that. */
  wrote(pattern: RegExp): Promise<void>;
}

/** A folder that is removed when the test has finished. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ganspec-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts a command in this environment, without the variables that decide on colours. */
export function start(
  command: string,
  args: readonly string[],
  { cwd = root, env = {}, typing = false }: Options = {},
): Running {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited, ...env },
    stdio: [typing ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  const listeners = new Set<() => void>();
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const) {
    stream!.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolved, rejected) => {
    child.on('error', rejected);
    child.on('close', (code, signal) => resolved({ code, signal, ...texts }));
  });
  const wrote = (pattern: RegExp): Promise<void> =>
    new Promise((resolved, rejected) => {
      const look = (): void => {
        if (!pattern.test(texts.out + texts.err)) return;
        listeners.delete(look);
        resolved();
      };
      listeners.add(look);
      look();
      void ended.then(() => rejected(new Error(`it ended without writing ${pattern}:\n${texts.out}\n${texts.err}`)));
    });
  return { process: child, ended, wrote };
}

export function startGan(args: readonly string[], options?: Options): Running {
  return start(process.execPath, [main, ...args], options);
}

export function gan(args: readonly string[], options?: Options): Promise<Ended> {
  return startGan(args, options).ended;
}

/** A message is one `error:` line and one `help:` line, and nothing else. */
export const oneMessage = (about: RegExp, help: RegExp): RegExp =>
  new RegExp(`^error: [^\\n]*${about.source}[^\\n]*\\n  help: [^\\n]*${help.source}[^\\n]*\\n$`);

export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
