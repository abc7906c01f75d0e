/** `gan check` as one types it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { held, told, type Figure } from '../figure.ts';
import { median, milliseconds } from '../statistics.ts';

const CLI = 'dist/cli/main.js';
const TIMES = 15;

function timed(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** Says on stderr which modules of TensorFlow.js are loaded at the end. */
const loaded = `process.on('exit', () => console.error(Object.keys(require('module')._cache).filter((file) => file.includes('tensorflow')).length))`;

export const checkTime: Figure = {
  name: 'check',
  what: '`gan check` of a spec of 300 lines, Node included',
  async measure() {
    if (!existsSync(CLI)) throw new Error(`${CLI} is not there: npm run build`);
    const args = [CLI, 'check', 'bench/specs/long.gan'];
    const [checks, bare]: [number[], number[]] = [[], []];
    for (let i = 0; i < TIMES; i++) {
      checks.push(timed(args));
      bare.push(timed(['-e', '0']));
    }
    const { stderr } = spawnSync(process.execPath, ['--require', `data:text/javascript,${encodeURIComponent(loaded)}`, ...args], { encoding: 'utf8' });
    void stderr;
    return [held('`gan check` of 300 lines', '≤', 250, median(checks), milliseconds), told('… of it Node alone', median(bare), milliseconds)];
  },
};
