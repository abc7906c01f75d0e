/** `gan inspect --emit STAGE`: prints what one stage of the pipeline hands to the next. */
import { formatFacts } from '../compiler/at.ts';
import { compile, requireProgram, type Model } from '../compiler/compile.ts';
import { bytesOf, formatType as formatGraphType, type Graph } from '../compiler/graph/graph.ts';
import { printGraph } from '../compiler/graph/print.ts';
import type { PassName } from '../compiler/passes/names.ts';
import { planMemory, releasedAfter } from '../compiler/passes/plan-memory.ts';
import { lex } from '../parser/lexer/lex.ts';
import { parse } from '../parser/parse.ts';
import type { Node } from '../parser/tree.ts';
import { walk } from '../parser/walk.ts';
import { positionAt, textOf, type SourceFile } from '../diagnostics/source.ts';
import { requireTraining } from '../runtime/train/training-program.ts';
import { formatInteger } from './format-integer.ts';
import type { Stage } from './stages.ts';
import type { Constants } from './options.ts';
import { analyzeFile } from './spec-file.ts';

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
    return [...lines, `peak: ${formatInteger(plan.peakBytes)} bytes at %${plan.peakNode}`].join('\n');
  },
};

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

function trainingStep(source: SourceFile, options: EmitOptions): Graph {
  const model = compiled(source, options);
  requireTraining(model.program, source, 'no step to show');
  return model.step(0);
}

function emitGraph(graph: Graph, json: boolean): string {
  return json ? JSON.stringify(graph, null, 1) : printGraph(graph);
}
