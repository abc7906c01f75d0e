/** The DCGAN's steps compared with hand-written TensorFlow.js's, and with PyTorch's where it is installed. */
import { ganspec, pytorch, takeTurns, tensorflowJs } from '../competitor.ts';
import { held, told, type Figure } from '../figure.ts';
import { median, milliseconds, times } from '../statistics.ts';

export const trainingSpeed: Figure = {
  name: 'training',
  what: 'steps of the DCGAN at batch 64 beside TensorFlow.js by hand, by turns',
  async measure() {
    const opened = [
      await ganspec({ spec: 'bench/specs/dcgan.gan', threads: 2 }),
      await tensorflowJs('wasm', 2),
      await tensorflowJs('wasm', 1),
      await pytorch('dcgan', 2),
    ];
    const competitors = opened.filter((competitor) => competitor !== null);
    try {
      const turns = await takeTurns(
        competitors.map((competitor, i) => ({ competitor, steps: i === 0 || i === 3 ? 3 : 1 })),
      );
      const ratio = (i: number) => median(turns.map((row) => row[i]! / row[0]!));
      const steps = competitors.map(({ name }, i) =>
        told(`step: ${name}`, median(turns.map((row) => row[i]!)), milliseconds),
      );
      return [
        held('speed of ganspec beside tfjs-layers, 2 threads each', '≥', 5, ratio(1), times),
        told('speed of ganspec beside tfjs-layers, 1 thread (its default in Node)', ratio(2), times),
        ...(competitors.length > 3 ? [told('speed of ganspec beside PyTorch', ratio(3), times)] : []),
        ...steps,
      ];
    } finally {
      for (const competitor of competitors) competitor.stop();
    }
  },
};
