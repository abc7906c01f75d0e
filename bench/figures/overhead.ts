/** What a step costs apart from its kernels, and how close its kernels come to the fastest of them. */
import { held, told, type Figure } from '../figure.ts';
import type { Opened, StepTimes } from '../ours.ts';
import { startWorker } from '../process.ts';
import { median, milliseconds, percent } from '../statistics.ts';

const rate = (value: number) => `${(value / 1e9).toFixed(1)} GFLOP/s`;

async function withOurs<Result>(
  spec: string,
  use: (worker: ReturnType<typeof startWorker>, opened: Opened) => Promise<Result>,
): Promise<Result> {
  const worker = startWorker('ours');
  try {
    return await use(worker, await worker.call<Opened>('open', { spec, threads: 2 }));
  } finally {
    worker.stop();
  }
}

export const overhead: Figure = {
  name: 'overhead',
  what: "a step's time outside of its kernels",
  measure: () =>
    withOurs('bench/specs/dcgan.gan', async (worker) => {
      await worker.call('steps', 3);
      const times = await worker.call<StepTimes[]>('stepTimes', 12);
      const shareOf = (part: (times: StepTimes) => number) =>
        median(times.map((step) => part(step) / (step.around + step.run)));
      return [
        held(
          'DCGAN step outside of kernels',
          '<',
          0.05,
          shareOf(({ around, run, kernels }) => around + run - kernels),
          percent,
        ),
        told(
          '… of it drawing and feeding',
          shareOf(({ around }) => around),
          percent,
        ),
        told('… whole step', median(times.map(({ around, run }) => around + run)), milliseconds),
      ];
    }),
};

export const utilization: Figure = {
  name: 'flops',
  what: "the step's floating-point operations a second beside a matrix product's",
  measure: () =>
    withOurs('bench/specs/dcgan.gan', async (worker, { flops }) => {
      await worker.call('steps', 3);
      const shares: number[] = [];
      const rates: number[] = [];
      for (let turn = 0; turn < 5; turn++) {
        const product = await worker.call<number>('matrixProduct', 1024);
        const step = flops / (median(await worker.call<number[]>('steps', 3)) / 1000);
        rates.push(product);
        shares.push(step / product);
      }
      return [
        held('rate of the DCGAN step beside a matrix product', '≥', 0.6, median(shares), percent),
        told('… the matrix product 1024³', median(rates), rate),
        told('… floating-point operations of a step', flops, (value) => `${(value / 1e9).toFixed(1)} G`),
      ];
    }),
};
