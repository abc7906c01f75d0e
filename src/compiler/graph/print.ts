/** A graph as text, for `gan inspect --emit graph` and for inspecting what a pass does. */
import type { AttributeValue, Distribution, Graph, GraphInput, InputSource, Node } from './graph.ts';
import { formatType } from './graph.ts';

/** Columns are aligned up to this width; a longer line pushes its type to the right. */
const widestCall = 76;
const mostValues = 6;

/**
 * One line per node,
 * `%12 = Conv2D(%3, %7) {strides: [2, 2], …} : float32[64, 14, 14, 64]   // specs/dcgan.gan:14  D/conv2d`,
 * then the outputs.
 */
export function printGraph(graph: Graph): string {
  const sources = new Map(graph.inputs.map((input) => [input.node, input]));
  const rows = graph.nodes.map(
    (node) => [formatCall(node), `: ${formatType(node.output)}`, formatComment(node, sources.get(node.id))] as const,
  );
  const callWidth = Math.min(widestCall, widest(rows.map(([call]) => call)));
  const typeWidth = widest(rows.map(([, type]) => type));
  const idWidth = String(graph.nodes.length - 1).length + 1;
  const lines = rows.map(([call, type, comment], id) => {
    const name = `%${id}`.padStart(idWidth);
    return `${name} = ${call.padEnd(callWidth)} ${comment ? `${type.padEnd(typeWidth)}   // ${comment}` : type}`;
  });
  const outputs = graph.outputs.map(({ kind, name, node }) => `${kind} ${name} = %${node}`);
  const bodies = graph.nodes.flatMap((node) =>
    Object.entries(node.attributes).flatMap(([name, value]) =>
      isGraph(value) ? [`${name} of %${node.id}:`, indented(printGraph(value))] : [],
    ),
  );
  return [`graph ${graph.name}`, ...lines, ...outputs, ...bodies, ''].join('\n');
}

const indented = (text: string) => text.trimEnd().replaceAll(/^/gm, '  ');

const isGraph = (value: AttributeValue): value is Graph => typeof value === 'object' && 'nodes' in value;

function formatCall({ op, inputs, attributes }: Node): string {
  // a node without inputs repeats these in its type
  const shown = Object.entries(attributes).filter(
    ([name]) => inputs.length > 0 || (name !== 'dtype' && name !== 'shape'),
  );
  const list = shown.map(([name, value]) => `${name}: ${formatValue(value)}`).join(', ');
  return `${op}(${inputs.map((id) => `%${id}`).join(', ')})${list && ` {${list}}`}`;
}

function formatValue(value: AttributeValue): string {
  if (isGraph(value)) return value.name;
  if (!Array.isArray(value)) return JSON.stringify(value);
  const items = value as readonly AttributeValue[];
  const shown = items.slice(0, mostValues).map(formatValue);
  if (items.length > mostValues) shown.push(`… ${items.length} in all`);
  return `[${shown.join(', ')}]`;
}

function formatComment(node: Node, input: GraphInput | undefined): string {
  const place = node.origin && `${node.origin.file}:${node.origin.line}`;
  return [input && formatSource(input.source), place, node.scope].filter((part) => part !== undefined).join('  ');
}

function formatSource(source: InputSource): string {
  switch (source.kind) {
    case 'data':
      return `data ${source.field}, round ${source.round}`;
    case 'random':
      return `random ${source.stream} ~ ${formatDistribution(source.distribution)}`;
    case 'variable':
      return `variable ${source.variable}`;
    case 'argument':
      return `argument ${source.argument}`;
  }
}

function formatDistribution({ kind, ...parameters }: Distribution): string {
  const list = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`);
  return `${kind}(${list.join(', ')})`;
}

const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, text.length), 0);
