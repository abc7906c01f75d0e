/** Finds a Python that has PyTorch, for tests that compare with it. */
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
const environment = join(cache, 'ganspec', 'python');

/** Whether it runs and has everything that `peer.py` imports. */
function works(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import torch, numpy, safetensors.torch'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Null if there is none. `GANSPEC_PYTHON`, if set, is the only one tried. */
export function findPython(): string | null {
  const asked = process.env['GANSPEC_PYTHON'];
  return (asked ? [asked] : [join(environment, 'bin', 'python'), 'python3']).find(works) ?? null;
}

export const howToGetPython =
  'no Python with PyTorch: GANSPEC_PYTHON, ' +
  `${environment}/bin/python and python3 were tried. To get one:\n` +
  `  python3 -m venv ${environment} && ${environment}/bin/pip install torch numpy safetensors`;

/** A running `peer.py`. All cases share one, because importing PyTorch takes seconds. */
export class Peer {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<unknown>;
  private readonly lines: AsyncIterator<string>;
  private errors = '';

  constructor(python: string, script: string, folder: string, precision: string) {
    this.process = spawn(python, ['-B', script, folder, precision]);
    this.process.stderr.on('data', (text: Buffer) => (this.errors += text.toString()));
    // If the peer is gone, its output ends; that is noticed elsewhere.
    this.process.stdin.on('error', () => {});
    this.ended = once(this.process, 'close');
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves when the results of the case have been written. Throws with Python's own message if it failed. */
  async train(name: string): Promise<void> {
    this.process.stdin.write(`${name}\n`);
    const { value, done } = await this.lines.next();
    const { trained, error } = done
      ? { error: this.errors }
      : (JSON.parse(value) as { trained?: string; error?: string });
    if (trained !== name) throw new Error(`peer.py failed on ${name}:\n${error}`);
  }

  /** Resolves when the process has ended. */
  async close(): Promise<void> {
    this.process.stdin.end();
    await this.ended;
  }
}
