/** Runs `gan` in this process, from its source; returns what it prints and its exit code. */
import { Command } from 'commander';
import { vi } from 'vitest';

// Has to be set before the command line is loaded: no colours, wherever this runs.
vi.stubEnv('NO_COLOR', '1');
const { addCheck } = await import('../../src/cli/commands/check.ts');
const { addInspect } = await import('../../src/cli/commands/inspect.ts');
const { reportFailure } = await import('../../src/cli/failure.ts');

export interface Printed {
  readonly out: string;
  readonly exitCode: number;
}

/** What goes to stdout and stderr, in the order in which it is written. */
export async function gan(...args: readonly string[]): Promise<Printed> {
  const program = new Command('gan').exitOverride();
  addCheck(program);
  addInspect(program);
  let out = '';
  const writes = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await program.parseAsync(args, { from: 'user' });
    return { out, exitCode: Number(process.exitCode ?? 0) };
  } catch (cause) {
    const exitCode = reportFailure(cause);
    return { out, exitCode };
  } finally {
    process.exitCode = before;
    for (const write of writes) write.mockRestore();
  }
}
