/** Steps on the `tensorflow` engine compared with PyTorch's and hand-written TensorFlow.js's, on the same two cores. */
import {
  ganspec,
  NO_PYTORCH,
  pytorch,
  takeTurns,
  tensorflowJs,
  whyNot,
  type Competitor,
  type TorchModel,
} from '../competitor.ts';
import type { Precision } from '../../src/runtime/engines/index.ts';
import { held, leftOut, told, type Figure, type Result } from '../figure.ts';
import { median, milliseconds, times } from '../statistics.ts';

const THREADS = 2;

interface Peer {
  readonly name: string;
  /** How many times faster ganspec has to be. */
  readonly target: number;
  /** Null if what it needs is not installed. */
  readonly open: () => Promise<Competitor | null>;
  readonly missing: string;
}

const torch = (model: TorchModel, target: number, precision: 'f32' | 'bf16' = 'f32'): Peer => ({
  name: precision === 'f32' ? 'PyTorch' : 'PyTorch under bfloat16 autocast',
  target,
  open: () => pytorch(model, THREADS, { precision }),
  missing: NO_PYTORCH,
});

const tfjsNode: Peer = {
  name: 'tfjs-node and its tape',
  target: 1.6,
  open: () => tensorflowJs('node', THREADS),
  missing: 'npm run engine:tensorflow',
};

interface Comparison {
  readonly name: string;
  readonly model: string;
  readonly spec: string;
  /** `f32` if omitted. */
  readonly precision?: Precision;
  readonly peers: readonly Peer[];
  /** Steps in a turn. Where steps are short there are many, since ganspec runs several of them together. */
  readonly steps: number;
}

function compare({ name, model, spec, precision = 'f32', peers, steps }: Comparison): Figure {
  const figure = `speed of ganspec on tensorflow, ${model}, ${precision}, beside`;
  return {
    name,
    what: `steps of ${model} on tensorflow in ${precision} beside ${peers.map((peer) => peer.name).join(' and ')}, by turns`,
    async measure() {
      const without = await whyNot('tensorflow');
      if (without !== null) return peers.map((peer) => leftOut(`${figure} ${peer.name}`, without));
      const results: Result[] = [];
      const found: { readonly peer: Peer; readonly competitor: Competitor }[] = [];
      const ours = await ganspec({ spec, threads: THREADS, engine: 'tensorflow', precision });
      try {
        for (const peer of peers) {
          const competitor = await peer.open();
          if (competitor) found.push({ peer, competitor });
          else results.push(leftOut(`${figure} ${peer.name}`, peer.missing));
        }
        const competitors = [ours, ...found.map(({ competitor }) => competitor)];
        const turns = await takeTurns(competitors.map((competitor) => ({ competitor, steps })));
        results.push(
          ...found.map(({ peer }, i) => {
            const ratio = median(turns.map((row) => row[i + 1]! / row[0]!));
            return held(`${figure} ${peer.name}`, '≥', peer.target, ratio, times);
          }),
          ...competitors.map((competitor, i) =>
            told(`… step: ${competitor.name}`, median(turns.map((row) => row[i]!)), milliseconds),
          ),
        );
        return results;
      } finally {
        for (const competitor of [ours, ...found.map(({ competitor }) => competitor)]) competitor.stop();
      }
    },
  };
}

export const engineSpeeds: readonly Figure[] = [
  compare({
    name: 'tensorflow-dcgan',
    model: 'DCGAN',
    spec: 'bench/specs/dcgan.gan',
    peers: [torch('dcgan', 1.25), tfjsNode],
    steps: 5,
  }),
  compare({
    name: 'tensorflow-dcgan-bf16',
    model: 'DCGAN',
    spec: 'bench/specs/dcgan.gan',
    precision: 'bf16',
    peers: [torch('dcgan', 1.25, 'bf16')],
    steps: 5,
  }),
  compare({
    name: 'tensorflow-wgan-gp',
    model: 'WGAN-GP',
    spec: 'bench/specs/wgan_gp.gan',
    peers: [torch('wgan-gp', 1.25)],
    steps: 5,
  }),
  compare({
    name: 'tensorflow-ring',
    model: 'ring',
    spec: 'specs/ring.gan',
    peers: [torch('ring', 4)],
    steps: 300,
  }),
];
