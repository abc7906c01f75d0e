/**
 * Measures what the project promises, and says whether it holds.
 *
 *   npm run bench                 everything
 *   npm run bench -- training     one figure: training, tensorflow-dcgan, tensorflow-dcgan-bf16, tensorflow-wgan-gp,
 *                                 tensorflow-ring, start, checkpoint-pause, data-loading, passes, overhead, flops,
 *                                 webgpu-host, gpu, check, keystroke, layers, sequences, noise, budget, memory,
 *                                 memory-rss, leaks
 *   npm run bench -- --json       for machines
 */
import { availableParallelism, cpus } from 'node:os';
import type { Figure, Result } from './figure.ts';
import { budget } from './figures/budget.ts';
import { checkpointPause } from './figures/checkpoint-pause.ts';
import { checkTime } from './figures/check-time.ts';
import { dataLoading } from './figures/data-loading.ts';
import { engineSpeeds } from './figures/engines.ts';
import { gpu } from './figures/gpu.ts';
import { keystroke } from './figures/keystroke.ts';
import { layers } from './figures/layers.ts';
import { sequences } from './figures/sequences.ts';
import { leaks, peak } from './figures/memory.ts';
import { noise } from './figures/noise.ts';
import { overhead, utilization } from './figures/overhead.ts';
import { passes } from './figures/passes.ts';
import { memoryBesidePytorch, start } from './figures/training-process.ts';
import { trainingSpeed } from './figures/training-speed.ts';
import { webgpuHost } from './figures/webgpu-host.ts';

const figures: readonly Figure[] = [
  trainingSpeed,
  ...engineSpeeds,
  start,
  checkpointPause,
  dataLoading,
  passes,
  overhead,
  utilization,
  webgpuHost,
  gpu,
  checkTime,
  keystroke,
  layers,
  sequences,
  noise,
  budget,
  peak,
  memoryBesidePytorch,
  leaks,
];

const asked = process.argv.slice(2).filter((argument) => argument !== '--json');
const json = process.argv.includes('--json');
const unknown = asked.find((name) => !figures.some((figure) => figure.name === name));
if (unknown !== undefined) {
  console.error(`no figure is named ${unknown}; there are: ${figures.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const machine = `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown CPU'}`;
const results: Result[] = [];
for (const figure of figures.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  if (asked.length === 0 && figure.applies && !(await figure.applies())) continue;
  console.error(`${figure.name}: ${figure.what} …`);
  results.push(...(await figure.measure()));
}

if (json) console.log(JSON.stringify({ version: 1, machine, results }, null, 2));
else {
  const verdict = ({ ok, note = '' }: Result) => (ok === null ? note : ok ? 'ok' : note || 'missed');
  const rows = [
    ['figure', 'target', 'measured', ''],
    ...results.map((result) => [result.figure, result.target ?? '', result.measured, verdict(result)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  console.log(`${machine}\n`);
  for (const [figure, target, measured, end] of rows) {
    console.log(
      `${figure!.padEnd(widths[0]!)}  ${target!.padStart(widths[1]!)}  ${measured!.padStart(widths[2]!)}  ${end!}`,
    );
  }
}
process.exit(results.some(({ ok }) => ok === false) ? 1 : 0);
