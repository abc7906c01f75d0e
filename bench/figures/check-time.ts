/** The time of `gan check`, as typed on a command line. */
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

/** The number of TensorFlow.js files that a run of Node opens, according to Node's own trace of what it loads. */
function tensorFlowFiles(args: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG: 'module,esm' },
  });
  return new Set(stderr.match(/[^\s'"]*node_modules\/@tensorflow\/[^\s'"]*/g)).size;
}

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
    return [
      held('`gan check` of 300 lines', '≤', 250, median(checks), milliseconds),
      told('… of it Node alone', median(bare), milliseconds),
      held('… files of TensorFlow.js that it loads', '=', 0, tensorFlowFiles(args), String),
    ];
  },
};
