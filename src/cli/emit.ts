/** `gan inspect --emit STAGE`: what flows over each arrow of the pipeline. */
import { formatType } from '../compiler/types/type.ts';
import { analyze, compile, requireProgram, type Model } from '../compiler/compile.ts';
import { bytesOf, formatType as formatGraphType, type Graph } from '../compiler/graph/graph.ts';
import { printGraph } from '../compiler/graph/print.ts';
import type { PassName } from '../compiler/passes/names.ts';
import { planMemory, releasedAfter } from '../compiler/passes/plan-memory.ts';
import { lex } from '../parser/lexer/lex.ts';
import { parse } from '../parser/parse.ts';
import { positionAt, type SourceFile } from '../diagnostics/source.ts';
import { requireTraining } from '../runtime/train/training-program.ts';
import { grouped } from './grouped.ts';
import type { Stage } from './stages.ts';
import type { Constants } from './options.ts';

interface EmitOptions {
  readonly set: Constants;
  readonly passes: readonly PassName[];
  readonly json: boolean;
}

type Emitter = (source: SourceFile, options: EmitOptions) => string;

export const emitters: Readonly<Record<Stage, Emitter>> = {
  tokens(source, { json }) {
    const tokens = lex(source).tokens.map((t) => ({
      type: t.tokenType.name,
      text: t.image,
      ...positionAt(source, t.startOffset),
    }));
    if (json) return JSON.stringify(tokens, null, 2);
    return tokens.map((t) => `${`${t.line}:${t.column}`.padEnd(8)}${t.type.padEnd(20)}${t.text}`).join('\n');
  },
  tree(source) {
    const { spec } = parse(source);
    return JSON.stringify(spec, (key, value: unknown) => (key === 'span' ? positions(value as never) : value), 2);
  },
  types(source, options) {
    const { program } = compiled(source, options);
    const lines: string[] = [];
    for (const set of program.data) for (const f of set.fields) lines.push(`data ${f.name}: ${formatType(f.type)}`);
    for (const [name, draw] of program.latents) lines.push(`latent ${name}: ${formatType(draw.type)}`);
    for (const network of program.networks.values()) {
      const inputs = network.parameters.map((p) => `${p.name}: ${formatType(p.type)}`).join(', ');
      lines.push(`network ${network.name}(${inputs}) -> ${formatType(network.result)}`);
      for (const layer of network.layers) lines.push(`  ${layer.name}: ${formatType(layer.output)}`);
    }
    for (const [name, value] of program.values) lines.push(`let ${name}: ${formatType(value.type)}`);
    for (const [name, loss] of program.losses) lines.push(`loss ${name}: ${formatType(loss.value.type)}`);
    return lines.join('\n');
  },
  graph(source, options) {
    const model = compiled(source, options);
    const losses = new Map([...model.program.losses].map(([name, loss]) => [name, loss.value]));
    return emitGraph(
      model.values(`${model.program.name}/losses`, losses, { batch: model.program.training?.batch ?? 1 }),
      options.json,
    );
  },
  step: (source, options) => emitGraph(trainingStep(source, options), options.json),
  plan(source, options) {
    const graph = trainingStep(source, options);
    const plan = planMemory(graph);
    const freedAfter = releasedAfter(plan);
    if (options.json)
      return JSON.stringify(
        {
          version: 1,
          peakBytes: plan.peakBytes,
          peakNode: plan.peakNode,
          calls: graph.nodes.map((n) => ({ node: n.id, op: n.op, bytes: bytesOf(n.output), frees: freedAfter[n.id] })),
        },
        null,
        2,
      );
    const lines = graph.nodes.map((node) => {
      const call = `%${node.id} = ${node.op}(${node.inputs.map((i) => `%${i}`).join(', ')})`;
      const freed = freedAfter[node.id]!.map((i) => `%${i}`).join(' ');
      return `${call.padEnd(48)} ${formatGraphType(node.output).padEnd(28)}${freed && ` frees ${freed}`}${node.id === plan.peakNode ? '   ← peak' : ''}`.trimEnd();
    });
    return [...lines, `peak: ${grouped(plan.peakBytes)} bytes at %${plan.peakNode}`].join('\n');
  },
};

function positions({ start, end }: { start: number; end: number }) {
  return [start, end];
}

function compiled(source: SourceFile, { set, passes }: EmitOptions): Model {
  return compile(requireProgram(analyze(source, { constants: set })), { passes });
}

function trainingStep(source: SourceFile, options: EmitOptions): Graph {
  const model = compiled(source, options);
  requireTraining(model.program, source, 'no step to show');
  return model.step(0);
}

function emitGraph(graph: Graph, json: boolean): string {
  return json ? JSON.stringify(graph, null, 1) : printGraph(graph);
}
