/** `gan inspect --emit STAGE`: prints what one stage of the pipeline hands to the next. */
import { formatFacts } from '../../compiler/at.ts';
import { compile, requireProgram, type Model } from '../../compiler/compile.ts';
import { bytesOf, formatType as formatGraphType, type Graph } from '../../compiler/graph/graph.ts';
import { printGraph } from '../../compiler/graph/print.ts';
import type { PassName } from '../../compiler/passes/names.ts';
import { planMemory, releasedAfter, type MemoryPlan } from '../../compiler/passes/plan-memory.ts';
import { lex } from '../../parser/lexer/lex.ts';
import { parse } from '../../parser/parse.ts';
import type { Node } from '../../parser/tree.ts';
import { walk } from '../../parser/walk.ts';
import { positionAt, textOf, type SourceFile } from '../../diagnostics/source.ts';
import { requireTraining } from '../../runtime/train/training-program.ts';
import { formatInteger } from './format-integer.ts';
import type { Stage } from './stages.ts';
import type { Constants } from '../options.ts';
import { analyzeFile } from '../spec-file.ts';

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
  symbols(source, { set, json }) {
    const { symbols } = analyzeFile(source, set);
    const rows = symbols.declared.map((name) => ({
      ...placeOf(name.identifier),
      kind: name.kind,
      name: name.name,
      references: name.references.filter((node) => node.span.source === source).map(placeOf),
    }));
    if (json) return JSON.stringify({ version: 1, symbols: rows }, null, 2);
    const lines = rows.map(({ line, column, kind, name, references }) => {
      const used = references.map((r) => `${r.line}:${r.column}`).join(' ');
      return `${`${line}:${column}`.padEnd(8)}${kind.padEnd(11)}${name}${used && `  ← ${used}`}`;
    });
    return lines.join('\n');
  },
  types(source, { set, json }) {
    const analysis = analyzeFile(source, set);
    const rows: { line: number; column: number; text: string; type: string }[] = [];
    walk(analysis.tree, (node) => {
      const facts = analysis.facts.of(node);
      if (facts.length > 0) rows.push({ ...placeOf(node), text: oneLine(node), type: formatFacts(facts) });
    });
    if (json) return JSON.stringify({ version: 1, types: rows }, null, 2);
    return rows.map((r) => `${`${r.line}:${r.column}`.padEnd(8)}${r.text.padEnd(42)}${r.type}`).join('\n');
  },
  graph(source, options) {
    const model = compiled(source, options);
    const losses = new Map([...model.program.losses].map(([name, loss]) => [name, loss.value]));
    return emitGraph(
      model.values(`${model.program.name}/losses`, losses, { batch: model.program.training?.phases[0]?.batch ?? 1 }),
      options.json,
    );
  },
  step(source, options) {
    const graphs = trainingSteps(source, options);
    if (options.json) return JSON.stringify(graphs.length === 1 ? graphs[0] : graphs, null, 1);
    return graphs.map(printGraph).join('\n\n');
  },
  plan(source, options) {
    const plans = trainingSteps(source, options).map((graph) => ({ graph, plan: planMemory(graph) }));
    if (!options.json) return plans.map(({ graph, plan }) => planText(graph, plan)).join('\n\n');
    const found = plans.map(({ graph, plan }) => ({ version: 1, ...planJson(graph, plan) }));
    return JSON.stringify(found.length === 1 ? found[0] : found, null, 2);
  },
};

function planJson({ nodes }: Graph, plan: MemoryPlan) {
  const freedAfter = releasedAfter(plan);
  return {
    peakBytes: plan.peakBytes,
    peakNode: plan.peakNode,
    calls: nodes.map((n) => ({ node: n.id, op: n.op, bytes: bytesOf(n.output), frees: freedAfter[n.id] })),
  };
}

function planText({ nodes }: Graph, plan: MemoryPlan): string {
  const freedAfter = releasedAfter(plan);
  const lines = nodes.map((node) => {
    const call = `%${node.id} = ${node.op}(${node.inputs.map((i) => `%${i}`).join(', ')})`;
    const freed = freedAfter[node.id]!.map((i) => `%${i}`).join(' ');
    return `${call.padEnd(48)} ${formatGraphType(node.output).padEnd(28)}${freed && ` frees ${freed}`}${node.id === plan.peakNode ? '   ← peak' : ''}`.trimEnd();
  });
  return [...lines, `peak: ${formatInteger(plan.peakBytes)} bytes at %${plan.peakNode}`].join('\n');
}

const placeOf = ({ span }: Node) => positionAt(span.source, span.start);

/** The source text of a node on one line, shortened in the middle to 40 characters. */
function oneLine({ span }: Node): string {
  const text = textOf(span).replaceAll(/\s+/g, ' ');
  return text.length <= 40 ? text : `${text.slice(0, 28)}…${text.slice(-11)}`;
}

function positions({ start, end }: { start: number; end: number }) {
  return [start, end];
}

function compiled(source: SourceFile, { set, passes }: EmitOptions): Model {
  return compile(requireProgram(analyzeFile(source, set)), { passes });
}

/** The first step of each phase. */
function trainingSteps(source: SourceFile, options: EmitOptions): Graph[] {
  const model = compiled(source, options);
  requireTraining(model.program, source, 'no step to show');
  return model.timeline.phases.map(({ start }) => model.step(start));
}

function emitGraph(graph: Graph, json: boolean): string {
  return json ? JSON.stringify(graph, null, 1) : printGraph(graph);
}
