/** The invariants of every graph, whether built, rewritten by a pass, or read from a file. */
import type { AttributeSpec, OpDefinition } from '../ops/op.ts';
import { OpError } from '../ops/op.ts';
import { ops } from '../ops/table.ts';
import type { Graph, Node, TensorType } from '../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../graph/graph.ts';

/** @returns one sentence per problem; empty for a sound graph */
export function verify(graph: Graph): string[] {
  return [
    ...graph.nodes.flatMap((node, position) =>
      [...problemsOf(node, position, graph)].map((problem) => `${titleOf(node, position)}: ${problem}`),
    ),
    ...problemsOfInputs(graph),
    ...problemsOfOutputs(graph),
  ];
}

const titleOf = (node: Node, position: number) => `node %${position} (${node.op})`;

function* problemsOf(node: Node, position: number, graph: Graph): Generator<string> {
  if (node.id !== position) yield `its id is ${node.id}, but it stands at ${position}`;
  const op = ops.get(node.op);
  if (!op) return yield `there is no op ${node.op} in the table`;
  const problems = [...problemsOfArguments(op, node, position)];
  yield* problems;
  const inBodies = [...problemsOfBodies(op, node)];
  yield* inBodies;
  // given wrong inputs or attributes, the inference rule could only report them less clearly
  if (problems.length + inBodies.length > 0) return;
  try {
    const inferred = op.infer(
      node.inputs.map((input) => graph.nodes[input]!.output),
      node.attributes,
    );
    if (!sameType(inferred, node.output)) {
      yield `its output is said to be ${formatType(node.output)}, but follows to be ${formatType(inferred)}`;
    }
  } catch (error) {
    if (!(error instanceof OpError)) throw error;
    yield error.message;
  }
}

function* problemsOfArguments(op: OpDefinition, node: Node, position: number): Generator<string> {
  const { least, most } = inputCount(op);
  if (node.inputs.length < least || node.inputs.length > most) {
    const wanted = most === Infinity ? `${least} or more` : `${least}`;
    yield `it has ${node.inputs.length} inputs, but takes ${wanted} (${op.inputs.join(', ')})`;
  }
  for (const input of node.inputs) {
    if (Number.isInteger(input) && input >= 0 && input < position) continue;
    yield `its input %${input} is not an earlier node`;
  }
  for (const name of Object.keys(node.attributes)) {
    if (op.attributes[name]) continue;
    yield `it has no attribute \`${name}\` (only: ${Object.keys(op.attributes).join(', ') || 'none'})`;
  }
  for (const [name, spec] of Object.entries(op.attributes)) {
    const value = node.attributes[name];
    if (value === undefined) {
      if (!spec.optional) yield `its attribute \`${name}\` (${spec.doc}) is missing`;
    } else if (!kinds[spec.type].holds(value) || (spec.choices && !spec.choices.includes(value as string))) {
      const wanted = spec.choices ? `one of ${spec.choices.join(', ')}` : kinds[spec.type].wanted;
      yield `its attribute \`${name}\` is ${JSON.stringify(value)}, but must be ${wanted}`;
    }
  }
  const { value, shape } = node.attributes;
  if (op.name === 'Const' && Array.isArray(value) && Array.isArray(shape) && value.length !== sizeOf(shape)) {
    yield `it has ${value.length} values for the shape [${shape.join(', ')}]`;
  }
}

/** What is wrong inside the graphs that the node has as attributes. */
function* problemsOfBodies(op: OpDefinition, node: Node): Generator<string> {
  for (const [name, { type }] of Object.entries(op.attributes)) {
    const value = node.attributes[name];
    if (type !== 'graph' || !isGraph(value)) continue;
    for (const problem of verify(value)) yield `in its \`${name}\`, ${problem}`;
  }
}

const isGraph = (value: unknown): value is Graph => typeof value === 'object' && value !== null && 'nodes' in value;

/** How many inputs an op takes; a last name with `...` in front takes one or more. */
export function inputCount(op: OpDefinition): { readonly least: number; readonly most: number } {
  const variadic = op.inputs.at(-1)?.startsWith('...') ?? false;
  return { least: op.inputs.length, most: variadic ? Infinity : op.inputs.length };
}

const areIntegers = (value: unknown) => Array.isArray(value) && value.every(Number.isInteger);

const kinds: Readonly<Record<AttributeSpec['type'], { readonly wanted: string; holds(value: unknown): boolean }>> = {
  number: { wanted: 'a finite number', holds: Number.isFinite },
  integer: { wanted: 'an integer', holds: Number.isInteger },
  boolean: { wanted: 'true or false', holds: (value) => typeof value === 'boolean' },
  string: { wanted: 'a string', holds: (value) => typeof value === 'string' },
  integers: { wanted: 'a list of integers', holds: areIntegers },
  paddings: {
    wanted: 'a list of pairs of integers, before and after each axis',
    holds: (value) => Array.isArray(value) && value.every((pair) => areIntegers(pair) && pair.length === 2),
  },
  values: {
    wanted: 'a finite number or a list of them',
    holds: (value) => Number.isFinite(value) || (Array.isArray(value) && value.every(Number.isFinite)),
  },
  graph: { wanted: 'a graph', holds: isGraph },
};

function* problemsOfInputs({ nodes, inputs }: Graph): Generator<string> {
  yield* repeated(inputs.map(({ name }) => name)).map((name) => `there are two inputs named \`${name}\``);
  for (const { node: id, name } of inputs) {
    const node = nodes[id];
    if (!node) yield `input \`${name}\` is node %${id}, which does not exist`;
    else if (node.op !== 'Placeholder') yield `input \`${name}\` is ${titleOf(node, id)}, not a Placeholder`;
    else if (node.attributes['name'] !== name) {
      yield `input \`${name}\` is a Placeholder named \`${node.attributes['name']}\``;
    }
  }
  const known = new Set(inputs.map(({ node }) => node));
  for (const { op, id } of nodes) {
    if (op === 'Placeholder' && !known.has(id)) yield `node %${id} is a Placeholder, but no input of the graph`;
  }
}

function* problemsOfOutputs({ nodes, inputs, outputs }: Graph): Generator<string> {
  yield* repeated(outputs.map(({ name }) => name)).map((name) => `there are two outputs named \`${name}\``);
  for (const { node: id, name, kind } of outputs) {
    const node = nodes[id];
    if (!node) {
      yield `output \`${name}\` is node %${id}, which does not exist`;
      continue;
    }
    if (kind !== 'variable') continue;
    const variable = inputs.find(({ source }) => source.kind === 'variable' && source.variable === name);
    const type = variable && nodes[variable.node]?.output;
    if (type && !sameType(type, node.output)) {
      yield `variable \`${name}\` is ${formatType(type)}, but its new value ${formatType(node.output)}`;
    }
  }
}

const sameType = (a: TensorType, b: TensorType) => a.dtype === b.dtype && sameShape(a.shape, b.shape);

const repeated = (names: readonly string[]) => [...new Set(names.filter((name, i) => names.indexOf(name) < i))];
