/** The diagnostic for NaN or infinity in training: it points to the line whose op first produced it. */
import type { Graph, Node, NodeId } from '../../compiler/graph/graph.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';
import type { InStep, NonFinite } from '../engines/engine.ts';

/** Training cannot continue; the variables are as they were before the failed step. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

interface Symptom {
  /** The loss or gradient norm in which it was noticed. */
  readonly name: string;
  readonly value: number;
  readonly step: number;
  /** Where the loss is declared. */
  readonly loss?: Span;
}

/** @param sources the files from which the graph comes, the spec first */
export function nonFiniteDiagnostic(
  sources: readonly SourceFile[],
  graph: Graph,
  found: NonFinite | null,
  symptom: Symptom,
): Diagnostic {
  const what = symptom.name.endsWith('.gradient_norm')
    ? `the gradient of \`${symptom.name.replace('.gradient_norm', '')}\``
    : `\`${symptom.name}\``;
  const spec = sources[0]!;
  const nodes = found ? nodesAt(graph, found.node, found.within) : [];
  const node = nodes.at(-1);
  // What a gradient's loop adds up has no line of its own.
  const from = nodes.findLast(({ origin }) => origin)?.origin;
  const file = from && sources.find((f) => f.name === from.file);
  const at = file && from ? span(file, from.start, from.end) : span(spec, 0, Math.min(1, spec.text.length));
  const cause = node && causes[node.op];
  const texts = {
    what,
    value: symptom.value,
    step: symptom.step,
    ...(node && { first: `the first ${found!.kind} comes out of ${describe(node)}${inSteps(found!.within)}` }),
    ...(cause !== undefined && { cause }),
  };
  // A library line means little without the loss that led there.
  const labels = symptom.loss && at.source !== spec ? [{ span: symptom.loss, text: 'in this loss' }] : [];
  return diagnostic('not-finite', texts, at, { labels });
}

/** The node, after the loops that it is in, the outermost first. */
function nodesAt({ nodes }: Graph, id: NodeId, within: readonly InStep[] = []): Node[] {
  const node = nodes[id]!;
  const [next, ...more] = within;
  return next ? [node, ...nodesAt(node.attributes['body'] as Graph, next.node, more)] : [node];
}

const inSteps = (within: readonly InStep[] = []): string =>
  within
    .toReversed()
    .map(({ step }, i) =>
      i === 0 ? `, in step ${step + 1} of the loop` : `, in step ${step + 1} of the one around it`,
    )
    .join('');

function describe(node: Node): string {
  const shape = `[${node.output.shape.join(', ')}]`;
  const backward = node.scope?.endsWith('(backward)') ? ' in the backward pass' : '';
  return node.op === 'Placeholder'
    ? `\`${String(node.attributes['name'])}\`, which is already so when the step begins`
    : `\`${node.op}\` ${shape}${backward}`;
}

/** Why an op produces NaN or infinity from finite numbers. */
const causes: Readonly<Record<string, string>> = {
  Placeholder: 'the update of the previous step made it so: its learning rate is far too high',
  Log: 'the logarithm of 0 is −∞, and of a negative number NaN: a probability reached 0',
  Log1p: 'log(1 + x) is −∞ at −1: a probability reached 1',
  Sqrt: 'the square root of a negative number is NaN',
  Rsqrt: '1 / √x is infinite at 0',
  Reciprocal: '1 / x is infinite at 0',
  RealDiv: 'something was divided by 0',
  Exp: 'exp of more than 88 is beyond what 32-bit numbers hold',
  Pow: 'a power of a negative number, or one too large',
};
