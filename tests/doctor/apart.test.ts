/** Examinations in separate processes, and every way in which such a process can end. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examineApart, type Finding } from '../../src/runtime/doctor/apart.ts';
import { folder } from '../cli/gan.ts';

const usable = { usable: true, hardware: 'CPU', device: 'an abacus', version: '1' } as const;
const send = `process.send({ examination: ${JSON.stringify(usable)} });`;

function examine(code: string, mostMilliseconds?: number): Promise<Finding> {
  const module = join(folder(), 'examiner.mjs');
  writeFileSync(module, code);
  return examineApart({
    module,
    args: ['doctor', '--examine', 'abacus'],
    command: 'gan doctor --examine abacus',
    ...(mostMilliseconds !== undefined && { mostMilliseconds }),
  });
}

const failure = (kind: 'crashed' | 'failed' | 'hung', why: RegExp) => ({
  usable: false,
  failure: kind,
  why: expect.stringMatching(why) as string,
  remedy: expect.stringMatching(/^gan doctor --examine abacus /) as string,
});

describe('an examination in a process of its own', () => {
  it('returns what was found, and nothing that the library writes', async () => {
    const noise = 'console.log("I am a library"); console.error("W0000 beware");';
    expect(await examine(`${noise} ${send} process.disconnect();`)).toEqual(usable);
  });

  it('is given its arguments', async () => {
    const device = 'process.argv.slice(2).join()';
    const found = await examine(
      `process.send({ examination: { ...${JSON.stringify(usable)}, device: ${device} } }); process.disconnect();`,
    );
    expect(found).toEqual({ ...usable, device: 'doctor,--examine,abacus' });
  });

  it('reports a crash of native code with its signal', async () => {
    expect(await examine('process.abort();')).toEqual(failure('crashed', /examination crashed \(SIGABRT/));
    expect(await examine("process.kill(process.pid, 'SIGSEGV');")).toEqual(failure('crashed', /SIGSEGV/));
  });

  it('reports an uncaught exception with its message', async () => {
    expect(await examine("setTimeout(() => { throw new TypeError('no beads'); });")).toEqual(
      failure('crashed', /\(exit code 1: TypeError: no beads\)$/),
    );
  });

  it('reports an end without a result', async () => {
    expect(await examine('process.exit(0);')).toEqual(failure('crashed', /\(exit code 0\)/));
  });

  it('reports an examination that failed', async () => {
    expect(await examine("process.send({ error: 'a bead is stuck' }); process.disconnect();")).toEqual(
      failure('failed', /^its examination failed: a bead is stuck$/),
    );
  });

  it('reports a module that does not exist', async () => {
    const found = await examineApart({
      module: join(folder(), 'none.mjs'),
      args: [],
      command: 'gan doctor --examine abacus',
    });
    expect(found).toEqual(failure('crashed', /Cannot find module/));
  });

  it('gives up one that hangs, and ends its process', async () => {
    const started = performance.now();
    expect(await examine('while (true);', 500)).toEqual(failure('hung', /did not end within 0\.5 s$/));
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('keeps what was found by a process that does not end by itself', async () => {
    expect(await examine(`${send} setInterval(() => undefined, 1000);`)).toEqual(usable);
  });

  it('says so when a process crashes after it has returned its result', async () => {
    const crash = "setTimeout(() => process.kill(process.pid, 'SIGSEGV'), 200);";
    expect(await examine(`${send} ${crash}`)).toEqual({
      ...usable,
      notes: ['its process crashed when it ended (SIGSEGV)'],
    });
  });
});
