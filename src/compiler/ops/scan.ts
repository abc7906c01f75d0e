/**
 * The loop. Its body is a graph of its own, stored once however often it runs, so the size of a graph does not depend on
 * the length of a sequence.
 *
 * A node has one value, and a loop has several results: the value of `Scan` holds all of them, one after another, and
 * `ScanResult` reads one. Nothing else reads a `Scan`.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Attributes, Graph, Node, NodeId, TensorType } from '../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../graph/graph.ts';
import { integerOf, integersOf } from './attributes.ts';
import type { GradientRule } from './op.ts';
import { defineOp, OpError } from './op.ts';
import { refuse, refuseAttribute, requireFloat } from './requirements.ts';

/** A result of a loop, and where it lies in the loop's value. */
export interface LoopResult {
  readonly name: string;
  readonly start: number;
  /** For a stacked result, its first axis is the steps. */
  readonly shape: readonly number[];
  /** A node of the body. */
  readonly node: NodeId;
}

/** A loop, as its attributes describe it. */
export interface Loop {
  readonly length: number;
  /** Whether the last step comes first. */
  readonly reverse: boolean;
  readonly body: Graph;
  /**
   * How many values are carried from step to step, how many are cut into steps along their first axis, and how many are
   * the same for all steps: the loop's inputs and its body's, in this order.
   */
  readonly carried: number;
  readonly scanned: number;
  readonly shared: number;
  /** First the carried values after the last step, then what the steps compute, stacked along a new first axis. */
  readonly results: readonly LoopResult[];
}

export function loopOf(attributes: Attributes): Loop {
  const body = attributes['body'] as Graph;
  const [length, carried, scanned] = ['length', 'carried', 'scanned'].map((name) => attributes[name] as number) as [
    number,
    number,
    number,
  ];
  let start = 0;
  const results = body.outputs.map(({ name, node }, i): LoopResult => {
    const { shape } = body.nodes[node]!.output;
    const result = { name, start, shape: i < carried ? shape : [length, ...shape], node };
    start += sizeOf(result.shape);
    return result;
  });
  const shared = body.inputs.length - carried - scanned;
  return { length, reverse: attributes['reverse'] === true, body, carried, scanned, shared, results };
}

/** The name of the result that lists a carried value as it was before each step; its gradient needs it. */
export const before = (carried: number): string => `before ${carried}`;

/** A value that a loop is given, and the input of its body that stands for it. */
export interface Passed {
  readonly inside: NodeId;
  readonly outside: NodeId;
}

export interface LoopParts {
  readonly length: number;
  readonly reverse?: boolean;
  /** Values before the first step. */
  readonly carried: readonly Passed[];
  readonly scanned: readonly Passed[];
  readonly shared: readonly Passed[];
  /** One step; its outputs are the carried values after it, then whatever is to be stacked. */
  readonly body: GraphBuilder;
}

/** Adds a loop. The results are the nodes of `body`'s outputs: the last carried values, then the stacked ones. */
export function addLoop(builder: GraphBuilder, parts: LoopParts): NodeId[] {
  const { length, reverse = false, carried, scanned, shared, body } = parts;
  const count = body.outputs.length;
  carried.forEach(({ inside }, i) => body.output(before(i), inside));
  const passed = [...carried, ...scanned, ...shared];
  const graph = body.build();
  const inputs = passed.map(({ inside }) => graph.inputs.find(({ node }) => node === inside)!);
  const attributes = {
    length,
    reverse,
    carried: carried.length,
    scanned: scanned.length,
    body: { ...graph, inputs },
  };
  const scan = builder.add(
    'Scan',
    passed.map(({ outside }) => outside),
    attributes,
  );
  return loopOf(attributes)
    .results.slice(0, count)
    .map((result) => addResult(builder, scan, result));
}

export function addResult(builder: GraphBuilder, scan: NodeId, { start, shape }: LoopResult): NodeId {
  return builder.add('ScanResult', [scan], { start, shape });
}

/** The type of a value that is cut into `length` steps. */
const stackedType = (length: number, { dtype, shape }: TensorType): TensorType => ({
  dtype,
  shape: [length, ...shape],
});

const sameType = (a: TensorType, b: TensorType) => a.dtype === b.dtype && sameShape(a.shape, b.shape);

/** What is wrong between the loop and its body, if anything. */
function requireBody(inputs: readonly TensorType[], { body, carried, scanned, length, shared, results }: Loop): void {
  if (shared < 0 || inputs.length !== body.inputs.length) {
    throw new OpError(
      `Scan: it has ${inputs.length} inputs, ${carried} carried and ${scanned} scanned, but its body has ${body.inputs.length}`,
    );
  }
  body.inputs.forEach(({ node, name }, i) => {
    const type = body.nodes[node]!.output;
    const wanted = i >= carried && i < carried + scanned ? stackedType(length, type) : type;
    if (!sameType(inputs[i]!, wanted)) {
      refuse('Scan', `inputs[${i}]`, inputs[i]!, `${formatType(wanted)}, as \`${name}\` of its body says`);
    }
    if (i < carried && type.dtype !== 'float32') refuse('Scan', `inputs[${i}]`, type, 'float32, as it is carried');
  });
  if (results.length < carried) {
    throw new OpError(`Scan: ${carried} values are carried, but its body has ${results.length} outputs`);
  }
  results.forEach(({ name, node }, i) => {
    const type = body.nodes[node]!.output;
    requireFloat('Scan', `output \`${name}\` of the body`, type);
    const entered = i < carried ? body.nodes[body.inputs[i]!.node]!.output : type;
    if (!sameType(type, entered)) {
      refuse('Scan', `output \`${name}\` of the body`, type, `${formatType(entered)}, as it enters the step`);
    }
  });
}

const resultGradient: GradientRule = (builder, { inputs, attributes }, gradient) => {
  const [whole] = builder.shape(inputs[0]!) as [number];
  const start = attributes['start'] as number;
  const size = sizeOf(builder.shape(gradient));
  const flat = builder.add('Reshape', [gradient], { shape: [size] });
  return [builder.add('Pad', [flat], { paddings: [[start, whole - start - size]] })];
};

export const scanOps = [
  defineOp({
    name: 'Scan',
    doc: 'Runs a body for each step of a sequence. Its value holds all results, one after another: the carried values after the last step, then what the steps computed, stacked.',
    inputs: ['...inputs'],
    attributes: {
      length: { type: 'integer', doc: 'the number of steps' },
      reverse: { type: 'boolean', doc: 'whether the last step comes first' },
      carried: { type: 'integer', doc: 'how many inputs, from the first, are values that each step hands to the next' },
      scanned: { type: 'integer', doc: 'how many inputs after these are cut into steps along their first axis' },
      body: {
        type: 'graph',
        doc: 'one step: its inputs are those of the loop; its outputs the carried values, then those to be stacked',
      },
    },
    infer(inputs, attributes) {
      const length = integerOf('Scan', attributes, 'length', 1);
      const carried = integerOf('Scan', attributes, 'carried');
      const scanned = integerOf('Scan', attributes, 'scanned');
      const loop = loopOf({ ...attributes, length, carried, scanned });
      requireBody(inputs, loop);
      const last = loop.results.at(-1);
      if (!last) throw new OpError('Scan: its body has no outputs, so there is nothing to compute');
      return { dtype: 'float32', shape: [last.start + sizeOf(last.shape)] };
    },
    gradient: 'scan',
    flops: () => {
      throw new Error('the cost of a loop is that of its body, which cost.ts counts');
    },
    evaluate: () => {
      throw new Error('the value of a loop is that of its body, which graph-semantics/evaluate.ts computes');
    },
    samples: [],
  }),
  defineOp({
    name: 'ScanResult',
    doc: 'One of the results of a loop: the cells of its value from `start` on.',
    inputs: ['scan'],
    attributes: {
      start: { type: 'integer', doc: 'the first cell' },
      shape: { type: 'integers', doc: 'the shape of the result' },
    },
    infer([scan], attributes) {
      requireFloat('ScanResult', 'scan', scan!);
      const shape = integersOf('ScanResult', attributes, 'shape', { least: 1 });
      const start = integerOf('ScanResult', attributes, 'start');
      const size = sizeOf(scan!.shape);
      if (scan!.shape.length !== 1) refuse('ScanResult', 'scan', scan!, 'of rank 1');
      if (start + sizeOf(shape) > size)
        refuseAttribute('ScanResult', 'start', start, `at most ${size - sizeOf(shape)}`);
      return { dtype: 'float32', shape };
    },
    gradient: resultGradient,
    flops: () => 0,
    evaluate: ([scan], attributes, { shape }) => {
      const start = attributes['start'] as number;
      return scan!.data.slice(start, start + sizeOf(shape));
    },
    samples: [
      { inputs: [{ shape: [7] }], attributes: { start: 1, shape: [2, 3] } },
      { inputs: [{ shape: [3] }], attributes: { start: 0, shape: [3] } },
      { inputs: [{ shape: [3] }], attributes: { start: 2, shape: [] } },
    ],
  }),
];

/** Whether the node is a loop. */
export const isLoop = ({ op }: Pick<Node, 'op'>): boolean => op === 'Scan';
