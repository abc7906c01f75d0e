/** Calls of functions that move, order or choose elements, with their values from PyTorch. */
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { graphType, type TensorType } from '../../src/compiler/types/type.ts';
import { callReading } from '../../src/compiler/words/functions/function.ts';
import { functions } from '../../src/compiler/words/functions/table.ts';
import { defaultsOf } from '../../src/compiler/words/signature.ts';
import type { Settings } from '../../src/compiler/words/settings.ts';
import { outcomeOf, readType, type WrittenCall } from './calls.ts';

export interface Rearranged {
  readonly call: WrittenCall;
  /**
   * The same in PyTorch, whose first axis is the batch; `first` moves the channels of a map to the front, `last` moves
   * them back.
   */
  readonly torch: string;
  readonly settings?: Settings;
  readonly batch?: number;
  /** If omitted, the first input is 1 … n in the order (7 i + 3) mod n, and others its negation. */
  readonly inputs?: readonly (readonly number[])[];
  readonly values: readonly number[];
}

const row = (torch: string, call: WrittenCall, values: readonly number[], more: Partial<Rearranged> = {}) => ({
  call,
  torch,
  values,
  ...more,
});

const ties = [[2, 1, 2, 0, 1, 3, 3, 1, 2, 3]];

// prettier-ignore
export const rearranged: readonly Rearranged[] = [
  row('x.permute(0, 2, 3, 1)', ['transpose', 'tensor[2, 2, 3]', { axes: '1, 2, 0' }], [4, 10, 11, 5, 6, 12, 1, 7, 8, 2, 3, 9]),
  row('x.mT', ['transpose', 'tensor[2, 3]'], [4, 1, 11, 8, 6, 3, 10, 7, 5, 2, 12, 9], { batch: 2 }),
  row('x.flip(1, 3)', ['flip', 'tensor[2, 2, 2]', { axes: '0, 2' }], [7, 8, 5, 6, 3, 4, 1, 2]),
  row('x.roll(2, -1)', ['roll', 'tensor[5]', { shift: '2', axis: '-1' }], [5, 2, 4, 1, 8, 10, 7, 9, 6, 3], { batch: 2 }),
  row('x.roll(-1, 1)', ['roll', 'tensor[3, 2]', { shift: '-1', axis: '0' }], [6, 1, 2, 3, 4, 5]),
  row('x.tile(1, 2, 1, 2)', ['tile', 'tensor[1, 2, 2]', { repeats: '2, 1, 2' }], [4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1]),
  row('last(F.pixel_shuffle(first(x), 2))', ['pixel_shuffle', 'tensor[2, 1, 8]'], [4, 16, 11, 7, 2, 14, 9, 5, 12, 8, 3, 15, 10, 6, 1, 13]),
  row('last(F.pixel_shuffle(first(x), 3))', ['pixel_shuffle', 'tensor[1, 2, 9]', { factor: '3' }], [4, 11, 18, 13, 2, 9, 7, 14, 3, 16, 5, 12, 10, 17, 6, 1, 8, 15]),
  row('last(F.pixel_unshuffle(first(x), 2))', ['pixel_unshuffle', 'tensor[2, 4, 2]'], [4, 2, 12, 10, 11, 9, 3, 1, 16, 14, 8, 6, 7, 5, 15, 13]),
  row("last(F.pad(first(x), (1, 1, 1, 1), 'replicate'))", ['replicate_pad', 'tensor[1, 2, 2]'], [4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1]),
  row('torch.stack((x, -x), 2)', ['stack', 'tensor[2, 2] & tensor[2, 2]', { axis: '1' }], [4, 3, -4, -3, 2, 1, -2, -1]),
  row('x[:, ::2, ::2]', ['downsample', 'tensor[3, 3, 2]'], [4, 11, 14, 3, 16, 5, 8, 15]),
  row('x.cumsum(1)', ['cumulative_sum', 'tensor[3, 2]', { axis: '0' }], [4, 5, 10, 6, 12, 9]),
  row('x.flip(-1).cumsum(-1).flip(-1) - x', ['cumulative_sum', 'tensor[4]', { exclusive: 'true', reverse: 'true' }], [6, 3, 1, 0, 18, 11, 5, 0], { batch: 2 }),
  row('x.argmax(-1)', ['argmax', 'tensor[5]'], [0, 0], { batch: 2, inputs: ties }),
  row('x.argmax(1)', ['argmax', 'tensor[3, 2]', { axis: '0' }], [1, 0]),
  row('x.sort(-1).values', ['sort', 'tensor[5]'], [0, 1, 1, 2, 2, 1, 2, 3, 3, 3], { batch: 2, inputs: ties }),
  row('x.sort(1, descending=True).values', ['sort', 'tensor[3, 2]', { axis: '0', descending: 'true' }], [6, 5, 4, 3, 2, 1]),
  row('x.argsort(stable=True)', ['argsort', 'tensor[5]'], [3, 1, 4, 0, 2, 2, 3, 0, 1, 4], { batch: 2, inputs: ties }),
  row('x.argsort(stable=True, descending=True)', ['argsort', 'tensor[5]', { descending: 'true' }], [0, 2, 1, 4, 3, 0, 1, 4, 3, 2], { batch: 2, inputs: ties }),
  row('x.topk(3).values', ['top_k', 'tensor[5]', { k: '3' }], [2, 2, 1, 3, 3, 3], { batch: 2, inputs: ties }),
  row('x.topk(2, 1).values', ['top_k', 'tensor[3, 2]', { k: '2', axis: '0' }], [8, 11, 6, 3, 12, 9, 10, 7], { batch: 2 }),
  row('x.argsort(stable=True, descending=True)[:, :2]', ['top_k_indices', 'tensor[5]', { k: '2' }], [0, 2, 0, 1], { batch: 2, inputs: ties }),
  row('torch.stack([v[i] for v, i in zip(x, label)])', ['gather', 'tensor[3, 2] & class(3)[2]'], [8, 3, 8, 3, 10, 5, 12, 7], { batch: 2, inputs: [[4, 11, 6, 1, 8, 3, 10, 5, 12, 7, 2, 9], [2, 2, 0, 1]] }),
  row('x[label]', ['gather', 'one tensor[3] & class(3)[1]'], [7, 5], { batch: 2, inputs: [[5, 6, 7], [2, 0]] }),
  row('torch.where(x != 0, a, b)', ['where', 'tensor[5] & tensor[5] & tensor[1]'], [2, 1, 2, 8, 1, 3, 3, 1, 2, 3], { batch: 2, inputs: [...ties, ...ties, [8, 9]] }),
  row('x > y', ['greater', 'tensor[5] & one tensor[]'], [1, 0, 1, 0, 0, 1, 1, 0, 1, 1], { batch: 2, inputs: [...ties, [1]] }),
  row('x == y', ['equal', 'class(3) & class(3)'], [1, 0], { batch: 2, inputs: [[0, 1], [0, 2]] }),
];

/** The value that an input of the call has if the row gives none. */
function counted(shape: readonly number[], sign: number): ReferenceTensor {
  const size = sizeOf(shape);
  return { shape, data: Float64Array.from({ length: size }, (_, i) => sign * (((7 * i + 3) % size) + 1)) };
}

/**
 * The graph of the call, with the output `y` and, for each float input that it depends on, the gradient of a weighted
 * sum of `y` and that of the sum of the cubes of these gradients.
 */
export function graphOfCall({ call, batch = 1, inputs: given }: Rearranged): {
  readonly graph: Graph;
  readonly feeds: ReadonlyMap<string, ReferenceTensor>;
} {
  const [name, written, settings = {}] = call;
  const definition = functions.get(name)!;
  const outcome = outcomeOf(call, {});
  if (!outcome || !('type' in outcome)) throw new Error(`${name} is refused: ${outcome?.refused.message}`);
  const types = written.split(' & ').map((text) => readType(text, {}) as TensorType);
  const b = startGraph(name);
  const feeds = new Map<string, ReferenceTensor>();
  const nodes = types.map((type, i) => {
    const whole = graphType(type, batch);
    const data = given?.[i];
    feeds.set(
      String(i),
      data ? { shape: whole.shape, data: Float64Array.from(data) } : counted(whole.shape, i ? -1 : 1),
    );
    return b.input(String(i), whole, { kind: 'argument', argument: String(i) });
  });
  const read = (text: string) =>
    text === 'true' ? true : text.includes(',') ? text.split(',').map(Number) : Number(text);
  const lists = new Set(definition.parameters.filter(({ kind }) => kind === 'integers').map((p) => p.name));
  const known = Object.fromEntries(
    Object.entries(settings).map(([key, text]) => [key, lists.has(key) ? [read(text)].flat() : read(text)]),
  );
  const reading = callReading<number>(types, { ...defaultsOf(definition), ...known } as Settings<number>);
  const none = () => {
    throw new Error(`${name} has weights or draws`);
  };
  const y = definition.lower(
    {
      ...reading,
      builder: b,
      mode: 'training',
      batch,
      type: outcome.type as TensorType,
      weight: none,
      hasWeight: () => false,
      update: none,
      draw: none,
    },
    nodes,
  );
  b.output('y', y);
  const variables = nodes.filter((node) => b.type(node).dtype === 'float32');
  if (b.type(y).dtype !== 'float32' || variables.length === 0) return { graph: b.build(), feeds };
  const total = (of: number) => b.add('Sum', [of], { axes: b.shape(of).map((_, axis) => axis), keep_dims: false });
  const weights = b.constant([...counted(b.shape(y), 1).data], b.shape(y));
  const first = gradients(b, total(b.add('Mul', [b.add('Mul', [y, y]), weights])), variables);
  const cubes = first.map((gradient) => total(b.add('Mul', [gradient, b.add('Square', [gradient])])));
  const second = gradients(
    b,
    cubes.reduce((sum, next) => b.add('AddV2', [sum, next])),
    variables,
  );
  first.forEach((gradient, i) => b.output(`d ${i}`, gradient));
  second.forEach((gradient, i) => b.output(`dd ${i}`, gradient));
  return { graph: b.build(), feeds };
}
