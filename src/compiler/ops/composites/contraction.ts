/**
 * Contractions: sums of products over named axes, as Einstein wrote them. A pair of operands becomes one (batched)
 * matrix product, in the order of axes that moves the fewest elements.
 */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { reshape } from '../compose.ts';

type Axes = readonly string[];

/** A value with a name for each of its axes; no name occurs twice. */
export interface Named {
  readonly node: NodeId;
  readonly axes: Axes;
}

/**
 * The sum of the operands' products over all axes that `result` lacks.
 *
 * @param operands one or more; axes of the same name are equally long
 * @param result the axes of the result, in order, each of which some operand has
 */
export function contract(builder: GraphBuilder, operands: readonly Named[], result: Axes): NodeId {
  const [first, ...others] = operands;
  if (others.length === 0) return arranged(builder, summed(builder, first!, result), result);
  const [a, b] = cheapestPair(builder, operands);
  const rest = operands.filter((operand) => operand !== a && operand !== b);
  const needed = [...new Set([...result, ...rest.flatMap(({ axes }) => axes)])];
  return contract(builder, [product(builder, a, b, needed), ...rest], result);
}

/** The two operands whose product takes the fewest multiplications. */
function cheapestPair(builder: GraphBuilder, operands: readonly Named[]): readonly [Named, Named] {
  const pairs = operands.flatMap((a, i) => operands.slice(i + 1).map((b) => [a, b] as const));
  const costs = pairs.map(([a, b]) => {
    const sizes = new Map([a, b].flatMap(({ node, axes }) => axes.map((axis, i) => [axis, builder.shape(node)[i]!])));
    return sizeOf([...sizes.values()]);
  });
  return pairs[costs.indexOf(Math.min(...costs))]!;
}

/** The product of two operands, summed over the axes that are not `needed`; its axes may be in another order. */
function product(builder: GraphBuilder, a: Named, b: Named, needed: Axes): Named {
  const left = summed(builder, a, [...needed, ...b.axes]);
  const right = summed(builder, b, [...needed, ...a.axes]);
  const shared = left.axes.filter((axis) => right.axes.includes(axis));
  const inner = shared.filter((axis) => !needed.includes(axis));
  const isMatrixProduct = inner.length > 0 && left.axes.length + right.axes.length > 2 * shared.length;
  return isMatrixProduct
    ? matrixProduct(builder, left, right, needed)
    : summed(builder, elementwise(builder, left, right, [...needed, ...inner]), needed);
}

/** Each operand with axes of one cell where the other one has more, multiplied. */
function elementwise(builder: GraphBuilder, a: Named, b: Named, order: Axes): Named {
  const axes = order.filter((axis) => a.axes.includes(axis) || b.axes.includes(axis));
  const factor = (operand: Named): NodeId => {
    const own = axes.filter((axis) => operand.axes.includes(axis));
    const shape = axes.map((axis) => (own.includes(axis) ? sizeAlong(builder, operand, axis) : 1));
    return reshape(builder, arranged(builder, operand, own), shape);
  };
  return { node: builder.add('Mul', [factor(a), factor(b)]), axes };
}

/** A product of matrices [batch, rows, inner] and [batch, inner, columns]. */
interface Plan {
  readonly left: Named;
  readonly right: Named;
  readonly batch: Axes;
  readonly rows: Axes;
  readonly inner: Axes;
  readonly columns: Axes;
}

function matrixProduct(builder: GraphBuilder, a: Named, b: Named, needed: Axes): Named {
  const plans = plansOf(a, b, needed);
  const costs = plans.map((plan) => elementsMoved(builder, plan, needed));
  const { left, right, batch, rows, inner, columns } = plans[costs.indexOf(Math.min(...costs))]!;
  const sizes = (axes: Axes, operand: Named) => axes.map((axis) => sizeAlong(builder, operand, axis));
  const size = (axes: Axes, operand: Named) => sizeOf(sizes(axes, operand));
  const matrices = batch.length > 0 ? [size(batch, left)] : [];
  /** The operand as matrices, and whether they are transposed. */
  const asMatrices = (operand: Named, outer: Axes, inside: Axes): readonly [NodeId, boolean] => {
    const isTransposed = outer.length > 0 && isInOrder(operand, [...batch, ...inside, ...outer]);
    const sides = isTransposed ? [inside, outer] : [outer, inside];
    const whole = arranged(builder, operand, [...batch, ...sides.flat()]);
    return [reshape(builder, whole, [...matrices, ...sides.map((axes) => size(axes, operand))]), isTransposed];
  };
  const [x, transposeX] = asMatrices(left, rows, inner);
  const [y, isInnerLast] = asMatrices(right, inner, columns);
  const flags = batch.length > 0 ? ['adj_x', 'adj_y'] : ['transpose_a', 'transpose_b'];
  const node = builder.add(batch.length > 0 ? 'BatchMatMulV2' : 'MatMul', [x, y], {
    [flags[0]!]: transposeX,
    [flags[1]!]: isInnerLast,
  });
  const axes = [...batch, ...rows, ...columns];
  return {
    node: reshape(builder, node, [...sizes(batch, left), ...sizes(rows, left), ...sizes(columns, right)]),
    axes,
  };
}

/** All plans that keep each group of axes in an order that it already has somewhere. */
function plansOf(a: Named, b: Named, needed: Axes): Plan[] {
  const within = (axes: Axes, orders: readonly Axes[]): Axes[] =>
    orders.map((order) => order.filter((axis) => axes.includes(axis)));
  return [
    [a, b],
    [b, a],
  ].flatMap(([left, right]) => {
    const shared = left!.axes.filter((axis) => right!.axes.includes(axis));
    const batches = within(
      shared.filter((axis) => needed.includes(axis)),
      [left!.axes, right!.axes, needed],
    );
    const inners = within(
      shared.filter((axis) => !needed.includes(axis)),
      [left!.axes, right!.axes],
    );
    const outers = ({ axes }: Named) =>
      within(
        axes.filter((axis) => !shared.includes(axis)),
        [axes, needed],
      );
    return batches.flatMap((batch) =>
      inners.flatMap((inner) =>
        outers(left!).flatMap((rows) =>
          outers(right!).map((columns) => ({ left: left!, right: right!, batch, rows, inner, columns })),
        ),
      ),
    );
  });
}

/** How many elements the transposes move that the plan needs, that of the result included. */
function elementsMoved(builder: GraphBuilder, plan: Plan, needed: Axes): number {
  const { left, right, batch, rows, inner, columns } = plan;
  const moved = (operand: Named, outer: Axes) => {
    const fits = [
      [...batch, ...outer, ...inner],
      [...batch, ...inner, ...outer],
    ].some((order) => isInOrder(operand, order));
    return fits ? 0 : sizeOf(builder.shape(operand.node));
  };
  const axes = [...batch, ...rows, ...columns];
  const isArranged = isInOrder(
    { node: left.node, axes },
    needed.filter((axis) => axes.includes(axis)),
  );
  const sizes = axes.map((axis) => sizeAlong(builder, left.axes.includes(axis) ? left : right, axis));
  return moved(left, rows) + moved(right, columns) + (isArranged ? 0 : sizeOf(sizes));
}

const isInOrder = ({ axes }: Named, order: Axes): boolean => axes.every((axis, i) => axis === order[i]);

const sizeAlong = (builder: GraphBuilder, { node, axes }: Named, axis: string): number =>
  builder.shape(node)[axes.indexOf(axis)]!;

/** Summed over the axes that are not `needed`. */
function summed(builder: GraphBuilder, operand: Named, needed: Axes): Named {
  const gone = operand.axes.flatMap((axis, i) => (needed.includes(axis) ? [] : [i]));
  if (gone.length === 0) return operand;
  return {
    node: builder.add('Sum', [operand.node], { axes: gone, keep_dims: false }),
    axes: operand.axes.filter((axis) => needed.includes(axis)),
  };
}

/** The value with its axes in the given order. */
function arranged(builder: GraphBuilder, operand: Named, order: Axes): NodeId {
  if (isInOrder(operand, order)) return operand.node;
  return builder.add('Transpose', [operand.node], { perm: order.map((axis) => operand.axes.indexOf(axis)) });
}
