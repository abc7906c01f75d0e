/** What each pass of the compiler saves: steps with all passes compared with steps without one of them. */
import { readFileSync } from 'node:fs';
import { analyze, compile } from '../../src/compiler/compile.ts';
import { fuse, overwritableIn } from '../../src/compiler/passes/fuse.ts';
import { passNames, type PassName } from '../../src/compiler/passes/names.ts';
import { pack } from '../../src/compiler/passes/pack.ts';
import { planMemory } from '../../src/compiler/passes/plan-memory.ts';
import { render } from '../../src/diagnostics/render.ts';
import type { EngineName } from '../../src/runtime/engines/index.ts';
import { ganspec, takeTurns, whyNot } from '../competitor.ts';
import { leftOut, told, type Figure, type Result } from '../figure.ts';
import { median, mebibytes, milliseconds, percent } from '../statistics.ts';

const THREADS = 2;
interface Trial {
  readonly spec: string;
  readonly engine: EngineName;
  /** Steps in a turn. */
  readonly steps: number;
}

const trials: readonly Trial[] = [
  { spec: 'bench/specs/dcgan.gan', engine: 'wasm', steps: 3 },
  { spec: 'specs/wgan_gp_digits.gan', engine: 'wasm', steps: 3 },
  { spec: 'specs/ring.gan', engine: 'wasm', steps: 60 },
  { spec: 'specs/ring.gan', engine: 'tensorflow', steps: 300 },
];

/** The passes that only one engine runs, for the engines that are measured. */
const ownPasses: Readonly<Partial<Record<EngineName, readonly PassName[]>>> = {
  wasm: ['fuse', 'overwrite'],
  tensorflow: ['pack'],
};

/** The passes that the engine runs. */
const passesOf = (engine: EngineName) =>
  passNames.filter((name) =>
    Object.entries(ownPasses).every(([other, own]) => other === engine || !own.includes(name)),
  );

/** The size of the graph that the engine runs. */
function sizeOfStep({ spec, engine }: Trial, passes: readonly PassName[]) {
  const { program, diagnostics } = analyze({ name: spec, text: readFileSync(spec, 'utf8') });
  if (!program) throw new Error(render(diagnostics));
  const graph = compile(program, { passes }).step(0);
  const plain = { nodes: graph.nodes.length, peakBytes: planMemory(graph).peakBytes };
  if (engine === 'tensorflow')
    return passes.includes('pack') ? { ...plain, nodes: pack([graph]).graphs[0]!.nodes.length } : plain;
  if (!passes.includes('fuse')) return plain;
  const fused = fuse(graph);
  const kernels = passes.includes('overwrite') ? { overwritable: overwritableIn(fused) } : {};
  return { nodes: fused.graph.nodes.length, peakBytes: planMemory(fused.graph, kernels).peakBytes };
}

const signed = (count: number, text = String(count)) => `${count < 0 ? '' : '+'}${text}`;

async function measure(trial: Trial): Promise<Result[]> {
  const { spec, engine, steps } = trial;
  const title = `${spec} on ${engine}, a step with all passes`;
  const missing = await whyNot(engine);
  if (missing !== null) return [leftOut(title, missing)];

  const names = passesOf(engine);
  const choices = [names, ...names.map((left) => names.filter((name) => name !== left))];
  const sizes = choices.map((passes) => sizeOfStep(trial, passes));
  const competitors = await Promise.all(choices.map((passes) => ganspec({ spec, engine, threads: THREADS, passes })));
  try {
    const turns = await takeTurns(competitors.map((competitor) => ({ competitor, steps })));
    const [all, ...others] = sizes.map((size, i) => ({
      ...size,
      milliseconds: median(turns.map((row) => row[i]!)),
      slower: median(turns.map((row) => row[i]! / row[0]!)) - 1,
    }));
    const { nodes, peakBytes } = all!;
    return [
      told(title, all!.milliseconds, (value) => `${nodes} nodes, ${mebibytes(peakBytes)}, ${milliseconds(value)}`),
      ...others.map((other, i) =>
        told(`… without ${names[i]}`, other.slower, (value) =>
          [
            `${signed(other.nodes - nodes)} nodes`,
            `${signed(other.peakBytes - peakBytes)} bytes`,
            `${signed(value, percent(value))} time`,
          ].join(', '),
        ),
      ),
    ];
  } finally {
    for (const competitor of competitors) competitor.stop();
  }
}

export const passes: Figure = {
  name: 'passes',
  what: 'steps with all passes of the compiler, and with all but one, by turns',
  async measure() {
    const results: Result[] = [];
    for (const trial of trials) results.push(...(await measure(trial)));
    return results;
  },
};
