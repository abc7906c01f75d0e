import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFile, writeFolder } from '../../src/runtime/platform/node/atomic.ts';
import { OutputError } from '../../src/runtime/platform/output-error.ts';
import { MetricsLog } from '../../src/runtime/output/metrics-log.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { mountTinyDisk } from './tiny-disk.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ganspec-atomic-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function failure(action: () => unknown): Promise<OutputError> {
  try {
    await action();
  } catch (error) {
    expect(error).toBeInstanceOf(OutputError);
    return error as OutputError;
  }
  throw new Error('nothing was thrown');
}

describe('writeFile', () => {
  it('writes text and bytes, making folders, replacing what is there, leaving nothing else', async () => {
    const path = join(folder, 'a', 'b', 'file');
    await writeFile(path, 'Grüße');
    expect(readFileSync(path, 'utf8')).toBe('Grüße');
    await writeFile(path, Uint8Array.of(0, 255));
    expect([...readFileSync(path)]).toEqual([0, 255]);
    await writeFile(path, '');
    expect(readFileSync(path)).toHaveLength(0);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file']);
  });

  it('says which part of the path is a file', async () => {
    const file = join(folder, 'plain');
    writeFileSync(file, 'x');
    for (const path of [join(file, 'b'), join(file, 'b', 'c', 'd')]) {
      const error = await failure(() => writeFile(path, 'x'));
      expect(error.message).toBe(`cannot write ${path}: ${file} is a file, not a folder`);
      expect(error.help).toBe('choose another path');
    }
  });

  it('does not replace a folder, and takes its temporary file away', async () => {
    const path = join(folder, 'c', 'taken');
    mkdirSync(join(path, 'inner'), { recursive: true });
    expect((await failure(() => writeFile(path, 'x'))).message).toMatch(/there is a folder of that name/);
    expect(readdirSync(join(folder, 'c'))).toEqual(['taken']);
  });

  it('reports a name that is too long', async () => {
    expect((await failure(() => writeFile(join(folder, 'n'.repeat(300)), 'x'))).message).toMatch(
      /the name is too long/,
    );
  });

  for (const system of ['/sys', '/proc']) {
    const there = existsSync(system);
    if (!there) console.log(`skipped: writing to ${system}, which is not here`);
    it.skipIf(!there)(`reports that nothing can be written to ${system}`, async () => {
      const path = `${system}/ganspec-test/file`;
      const error = await failure(() => writeFile(path, 'x'));
      const reasons =
        'you do not have permission to write there|the system does not allow|the file system is read-only|a folder of the path does not exist';
      expect(error.message).toMatch(new RegExp(`^cannot write ${path}: (${reasons})`));
    });
  }
});

describe('writeFolder', () => {
  it('writes a folder whole, in place of an older one', async () => {
    const path = join(folder, 'd', 'step');
    await writeFolder(
      path,
      new Map<string, readonly (string | Uint8Array)[]>([
        ['a', ['1']],
        ['b', [Uint8Array.of(2)]],
      ]),
    );
    await writeFolder(path, new Map([['c', ['3']]]));
    expect(readdirSync(path)).toEqual(['c']);
    expect(readdirSync(join(folder, 'd'))).toEqual(['step']);
  });
});

const disk = mountTinyDisk();

describe.skipIf(!disk)('on a disk that fills up', () => {
  afterAll(() => disk!.unmount());
  const path = (name: string): string => join(disk!.path, name);

  it('a file keeps what it held, and no half of the new one stays', async () => {
    await writeFile(path('state'), 'before');
    const error = await failure(() => writeFile(path('state'), new Uint8Array(200_000)));
    expect(error.message).toBe(`cannot write ${path('state')}: the disk is full`);
    expect(error.help).toBe('free some space or write elsewhere');
    expect(readFileSync(path('state'), 'utf8')).toBe('before');
    expect(readdirSync(disk!.path)).toEqual(['state']);
  });

  it('a folder keeps what it held, and no half of the new one stays', async () => {
    await writeFolder(path('step'), new Map([['a', ['before']]]));
    const after = new Map([
      ['a', ['after']],
      ['b', ['x'.repeat(200_000)]],
    ]);
    expect((await failure(() => writeFolder(path('step'), after))).message).toMatch(/the disk is full/);
    expect(readFileSync(join(path('step'), 'a'), 'utf8')).toBe('before');
    expect(readdirSync(disk!.path).sort()).toEqual(['state', 'step']);
  });

  it('a metrics log ends with its last whole line', async () => {
    const log = new MetricsLog(nodePlatform.files, path('metrics.jsonl'));
    const error = await failure(() => {
      for (let step = 0; step < 100_000; step++) log.append({ step, loss: 0.123456789, note: 'x'.repeat(50) });
    });
    log.close();
    expect(error.message).toBe(`cannot write ${path('metrics.jsonl')}: the disk is full`);
    const text = readFileSync(path('metrics.jsonl'), 'utf8');
    expect(text.length).toBeGreaterThan(1000);
    const lines = text.split('\n');
    expect(lines.pop()).toBe('');
    lines.forEach((line, step) => expect(JSON.parse(line)).toMatchObject({ step, loss: 0.123456789 }));
  });

  it('a read-only disk is reported as one', async () => {
    disk!.remountReadOnly();
    expect((await failure(() => writeFile(path('new'), 'x'))).message).toBe(
      `cannot write ${path('new')}: the file system is read-only`,
    );
    expect((await failure(() => new MetricsLog(nodePlatform.files, path('new.jsonl')))).message).toMatch(
      /the file system is read-only/,
    );
  });
});

const full = existsSync('/dev/full');
if (!full) console.log('skipped: a metrics log on /dev/full, which is not here');
describe.skipIf(!full)('on /dev/full', () => {
  it('a metrics log reports that the disk is full', async () => {
    const log = new MetricsLog(nodePlatform.files, '/dev/full');
    expect((await failure(() => log.append({ step: 1 }))).message).toBe('cannot write /dev/full: the disk is full');
    log.close();
  });
});
