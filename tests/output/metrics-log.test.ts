import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MetricsLog, truncateMetrics } from '../../src/runtime/output/metrics-log.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ganspec-metrics-'));
  path = join(folder, 'run', 'metrics.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(steps: readonly number[]): void {
  const log = new MetricsLog(nodePlatform.files, path);
  for (const step of steps) log.append({ step, loss: step / 3 });
  log.close();
}
const records = (steps: readonly number[]): unknown[] => steps.map((step) => ({ step, loss: step / 3 }));
const read = (): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

describe('MetricsLog', () => {
  it('appends a line for each record, and goes on with a log that is there', async () => {
    write([1, 2]);
    write([3]);
    expect(read()).toEqual(records([1, 2, 3]));
  });

  it('writes what JSON has no numbers for as strings that read back as numbers', async () => {
    const log = new MetricsLog(nodePlatform.files, path);
    log.append({ step: 1, a: NaN, b: Infinity, c: -Infinity });
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('{"step":1,"a":"NaN","b":"Infinity","c":"-Infinity"}\n');
    expect(['NaN', 'Infinity', '-Infinity'].map(Number)).toEqual([NaN, Infinity, -Infinity]);
  });
});

describe('truncateMetrics', () => {
  it('keeps the steps up to that of the checkpoint, all lines of it', async () => {
    write([1, 2, 2, 3, 4]);
    await truncateMetrics(nodePlatform.files, path, 2);
    expect(read()).toEqual(records([1, 2, 2]));
    expect(readdirSync(join(folder, 'run'))).toEqual(['metrics.jsonl']);
    write([3]);
    expect(read()).toEqual(records([1, 2, 2, 3]));
  });

  it('drops half a line at the end, which a killed process leaves', async () => {
    write([1, 2]);
    writeFileSync(path, '{"step":3,"lo', { flag: 'a' });
    await truncateMetrics(nodePlatform.files, path, 10);
    expect(read()).toEqual(records([1, 2]));
  });

  it('does nothing if there is no log', async () => {
    await truncateMetrics(nodePlatform.files, path, 10);
    expect(existsSync(path)).toBe(false);
  });

  it.each(['not json', '{"loss":1}', 'null', '{"step":"2"}'])(
    'refuses a line %s, and changes nothing',
    async (line) => {
      write([1]);
      const text = `${readFileSync(path, 'utf8')}${line}\n{"step":5}\n`;
      writeFileSync(path, text);
      await expect(truncateMetrics(nodePlatform.files, path, 2)).rejects.toThrow(
        `${path}, line 2, is not a JSON object with a number \`step\``,
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});
