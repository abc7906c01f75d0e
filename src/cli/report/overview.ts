/** The tables of `gan inspect`: networks layer by layer, and what a training step costs. */
import type { Network } from '../../compiler/program/program.ts';
import { parameterCount } from '../../compiler/program/networks.ts';
import { formatType } from '../../compiler/types/type.ts';
import type { Model } from '../../compiler/compile.ts';
import type { TimedPhase } from '../../compiler/program/timeline.ts';
import { flopsOfGraph } from '../../compiler/cost.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import { planMemory } from '../../compiler/passes/plan-memory.ts';
import { namedParts, stepMemory, totalBytes, type StepMemory } from '../../compiler/step-memory.ts';
import { examplesIn } from '../../compiler/words/data-sources.ts';
import { keptData } from '../../runtime/train/memory.ts';
import { formatInteger } from './format-integer.ts';

/** What a step costs, in each phase. */
const stepCosts = (model: Model) => model.timeline.phases.map((phase) => stepCostsOf(model, phase));

function stepCostsOf(model: Model, { phase, start }: TimedPhase) {
  const graph = model.step(start);
  const data = keptData(model.program, graph, ({ parameters }) => examplesIn(parameters) ?? 0);
  const memory = stepMemory(model.variables, planMemory(graph).atPeak, data);
  return {
    ...(phase.name !== undefined && { phase: phase.name }),
    batch: phase.batch,
    flops: flopsOfGraph(graph),
    peakBytes: totalBytes(memory),
    memory,
    nodes: graph.nodes.length,
  };
}

/** `1.2 kB weights, 400 B minibatch`, largest first. */
export const memoryText = (memory: StepMemory): string =>
  namedParts(memory)
    .map(({ name, bytes }) => `${scaled(bytes, 'B')} ${name}`)
    .join(', ');

const shown = (model: Model): Network[] => [...model.program.networks.values()].filter((n) => !n.averageOf);

export function overviewJson(model: Model) {
  const networks = shown(model).map((network) => [
    network.label,
    {
      parameters: parameterCount([network]),
      layers: network.layers.map((layer) => ({
        name: layer.name,
        function: layer.function,
        output: layer.output.shape,
        parameters: layer.weights.filter((w) => w.trainable).reduce((sum, w) => sum + sizeOf(w.shape), 0),
      })),
    },
  ]);
  const [step, ...more] = stepCosts(model);
  const steps = step?.phase === undefined ? { ...(step && { step }) } : { steps: [step, ...more] };
  return { version: 1, model: model.program.name, networks: Object.fromEntries(networks), ...steps };
}

export function overviewText(model: Model): string {
  const { name, documentation } = model.program;
  const blocks = [[name, documentation].filter(Boolean).join(': '), ...shown(model).map(networkTable)];
  const steps = stepCosts(model);
  if (steps.length > 0) {
    blocks.push(
      [
        ...steps.flatMap((step) => [
          `${step.phase === undefined ? 'step' : `step of ${step.phase}`} (batch ${step.batch}): ${scaled(step.flops, 'FLOP')}, ${scaled(step.peakBytes, 'B')} of memory at its peak, ${step.nodes} operations`,
          `  memory: ${memoryText(step.memory)}`,
        ]),
        ...model.program.data
          .filter(({ parameters }) => examplesIn(parameters) === null)
          .map(({ name }) => `  without the data set of ${name}: how large it is, its files say`),
      ].join('\n'),
    );
  }
  return blocks.join('\n\n');
}

function networkTable(network: Network): string {
  const rows = network.layers.map((layer) => {
    const count = layer.weights.reduce((sum, w) => sum + sizeOf(w.shape), 0);
    return [layer.name, formatType(layer.output), count === 0 ? '' : formatInteger(count)] as const;
  });
  const inputs = network.parameters.map((p) => `${p.name}: ${formatType(p.type)}`).join(', ');
  const [first, second, third] = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map(([layer, type, count]) =>
    `  ${layer.padEnd(first!)}  ${type.padEnd(second!)}  ${count.padStart(third!)}`.trimEnd(),
  );
  const fixed = network.weights.filter((w) => !w.trainable).reduce((sum, w) => sum + sizeOf(w.shape), 0);
  const total = `  ${formatInteger(parameterCount([network]))} parameters${fixed > 0 ? `, and ${formatInteger(fixed)} moving statistics` : ''}`;
  return [`${network.label}(${inputs}) -> ${formatType(network.result)}`, ...lines, total].join('\n');
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** 12,345,678 → `12.3 M` */
export function scaled(value: number, unit: string): string {
  let power = 0;
  for (; value >= 1000 && power < prefixes.length - 1; power++) value /= 1000;
  return `${power === 0 ? value : value.toPrecision(3)} ${prefixes[power]}${unit}`;
}
