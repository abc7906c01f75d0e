/**
 * Convolution and its gradients as products of matrices of which one is made of patches of an image. The patches are
 * never stored: a patch is a row of offsets into the image, which is first surrounded by its zeros, if there are any.
 */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { geometryOf, type Axis, type Geometry } from '../kernels/convolution-geometry.ts';
import type { Device, KernelNode, KernelRow, KernelTable, Tensor } from '../kernels/kernel.ts';
import { alongAxes, stridesOf } from '../../../compiler/ops/index-map/offsets.ts';
import { reading } from '../kernels/moves.ts';
import { addingColumns, columnsPay, columnsProduct } from './columns.ts';
import { every, listed, productWorkspace, sums, type Offsets, type Product, type Products } from './products.ts';

type Shape = readonly number[];

/** An image with zeros around it, or without cells that are not needed. */
interface Framed {
  readonly shape: Shape;
  readonly bytes: number;
  /** The caller disposes of the result. */
  readonly make: (device: Device, image: Tensor) => Tensor;
}

/** @param sides for each spatial axis, where it begins in the image, and the side that is needed */
function framed(image: Shape, sides: readonly { readonly start: number; readonly side: number }[]): Framed {
  if (sides.every(({ start, side }, axis) => start === 0 && side <= image[axis + 1]!)) {
    return { shape: image, bytes: 0, make: (device, value) => device.share(value, image) };
  }
  const shape = [image[0]!, ...sides.map(({ side }) => side), image.at(-1)!];
  const starts = [0, ...sides.map(({ start }) => start), 0];
  const within = alongAxes(({ index }) => {
    const start = starts[index]!;
    return (i) => start + i;
  });
  const fill = reading(within(image, shape));
  const make = (device: Device, value: Tensor) => {
    const result = device.make(shape, 'float32');
    fill(device.values(result), device.values(value));
    return result;
  };
  return { shape, bytes: 4 * sizeOf(shape), make };
}

/** A product of which one side is a framed image. */
interface Plan {
  readonly frame: Framed;
  readonly products: readonly Product[];
  /** Whether the products leave cells of the result untouched, which are zero. */
  readonly leavesCells: boolean;
}

const imageFrame = ({ batch, axes, channelsIn }: Geometry): Framed =>
  framed(
    [batch, ...axes.map(({ image }) => image), channelsIn],
    axes.map(({ before, result, stride, kernel, dilation }) => ({
      start: -before,
      side: (result - 1) * stride + (kernel - 1) * dilation + 1,
    })),
  );

/** Where the patches of a framed image begin, and where the cells of a patch are. */
function patches({ batch, axes, channelsIn }: Geometry, frame: Framed): { begins: Offsets; cells: Offsets } {
  const strides = stridesOf(frame.shape);
  return {
    begins: sums(
      every(strides[0]!, batch),
      ...axes.map(({ stride, result }, axis) => every(stride * strides[axis + 1]!, result)),
    ),
    cells: sums(
      ...axes.map(({ dilation, kernel }, axis) => every(dilation * strides[axis + 1]!, kernel)),
      every(1, channelsIn),
    ),
  };
}

/** The matrix of patches, or its transpose, times one with a column for each channel of the result. */
function timesPatches(geometry: Geometry, transposed: boolean): Plan {
  const frame = imageFrame(geometry);
  const { begins, cells } = patches(geometry, frame);
  const [rows, steps] = transposed ? [cells, begins] : [begins, cells];
  const { channelsOut } = geometry;
  const product = {
    rows,
    leftSteps: steps,
    columns: every(1, channelsOut),
    rightSteps: every(channelsOut, steps.length),
    resultRows: every(channelsOut, rows.length),
  };
  return { frame, products: [product], leavesCells: false };
}

/** The result: each patch times the filter. */
const forward = (geometry: Geometry): Plan => timesPatches(geometry, false);

/** The filter's gradient: a sum over all patches, each times the gradient of its result. */
const backwardToFilter = (geometry: Geometry): Plan => timesPatches(geometry, true);

/** The cells of an image along one axis that see the same taps of a filter. */
interface Phase {
  /** The first of these cells; the others are a stride apart. */
  readonly first: number;
  readonly cells: number;
  readonly taps: readonly number[];
  /** For each tap, the cell of the result that the first cell of the phase meets there. */
  readonly meets: readonly number[];
}

/**
 * With stride s, the cells y ≡ p (mod s) see only every s-th tap or so, since cell y, tap i and result o meet where
 * y + before = o · stride + i · dilation (the sub-pixels of Shi et al. 2016).
 */
const phasesOf = ({ image, kernel, stride, dilation, before }: Axis): Phase[] =>
  Array.from({ length: Math.min(stride, image) }, (_, first) => {
    const taps = Array.from({ length: kernel }, (_, tap) => tap).filter(
      (tap) => (first + before - tap * dilation) % stride === 0,
    );
    return {
      first,
      cells: Math.ceil((image - first) / stride),
      taps,
      meets: taps.map((tap) => (first + before - tap * dilation) / stride),
    };
  });

/** All ways to take one item of each list. */
const combinations = <Item>(lists: readonly (readonly Item[])[]): Item[][] =>
  lists.reduce<Item[][]>((taken, list) => taken.flatMap((items) => list.map((item) => [...items, item])), [[]]);

/** The image's gradient: in each phase, patches of the result's gradient times the taps that the phase sees. */
function backwardToImage({ batch, axes, channelsIn, channelsOut }: Geometry): Plan {
  const phases = axes.map(phasesOf);
  const ends = phases.map((along) =>
    along.flatMap(({ cells, meets }) => meets.flatMap((first) => [first, first + cells - 1])),
  );
  const starts = ends.map((along) => Math.min(0, ...along));
  const frame = framed(
    [batch, ...axes.map(({ result }) => result), channelsOut],
    ends.map((along, axis) => ({ start: starts[axis]!, side: Math.max(0, ...along) - starts[axis]! + 1 })),
  );
  const strides = stridesOf(frame.shape);
  const imageStrides = stridesOf([batch, ...axes.map(({ image }) => image), channelsIn]);
  const filterStrides = stridesOf([...axes.map(({ kernel }) => kernel), channelsIn, channelsOut]);
  const seeing = combinations(phases).filter((phase) => phase.every(({ taps }) => taps.length > 0));
  const products = seeing.map((phase): Product => ({
    rows: sums(every(strides[0]!, batch), ...phase.map(({ cells }, axis) => every(strides[axis + 1]!, cells))),
    leftSteps: sums(
      ...phase.map(({ meets }, axis) => listed(meets.map((cell) => (cell - starts[axis]!) * strides[axis + 1]!))),
      every(1, channelsOut),
    ),
    columns: every(channelsOut, channelsIn),
    rightSteps: sums(
      ...phase.map(({ taps }, axis) => listed(taps.map((tap) => tap * filterStrides[axis]!))),
      every(1, channelsOut),
    ),
    resultRows: sums(
      every(imageStrides[0]!, batch),
      ...phase.map(({ first, cells }, axis) => {
        const step = imageStrides[axis + 1]!;
        return every(axes[axis]!.stride * step, cells, first * step);
      }),
    ),
  }));
  return { frame, products, leavesCells: seeing.length < combinations(phases).length };
}

/** How an op is computed: its products, and which of its inputs is framed. */
interface Solving {
  readonly geometry: (node: KernelNode) => Geometry;
  readonly plan: (geometry: Geometry) => Plan;
  readonly framed: 0 | 1;
}

const solving: Readonly<Record<string, Solving>> = {
  Conv2D: {
    geometry: (node) => geometryOf(node, node.inputs[0]!.shape, node.inputs[1]!.shape, node.output.shape),
    plan: forward,
    framed: 0,
  },
  Conv2DBackpropInput: {
    geometry: (node) => geometryOf(node, node.output.shape, node.inputs[0]!.shape, node.inputs[1]!.shape),
    plan: backwardToImage,
    framed: 1,
  },
  Conv2DBackpropFilter: {
    geometry: (node) => geometryOf(node, node.inputs[0]!.shape, node.output.shape, node.inputs[1]!.shape),
    plan: backwardToFilter,
    framed: 0,
  },
};

export function convolutions(products: Products): KernelTable {
  const byPatches = ({ geometry, plan, framed: image }: Solving): KernelRow => ({
    build: (device, node) => {
      const { frame, products: parts, leavesCells } = plan(geometry(node));
      const steps = parts.map((part) => products.prepare(part));
      return (inputs) => {
        const result = device.make(node.output.shape, 'float32');
        if (leavesCells) device.values(result).fill(0);
        const patched = frame.make(device, inputs[image]!);
        for (const multiply of steps) multiply(patched, inputs[1 - image]!, result);
        device.dispose(patched);
        return result;
      };
    },
    workspace: (_, node) => {
      const { frame, products: parts } = plan(geometry(node));
      return frame.bytes + Math.max(0, ...parts.map(productWorkspace));
    },
  });
  const byColumns = (geometry: Geometry): KernelRow => {
    const product = columnsProduct(geometry);
    const shape = [product.resultRows.length, product.columns.length];
    return {
      build: (device, node) => {
        const multiply = products.prepare(product);
        const add = addingColumns(geometry);
        return ([filter, gradient]) => {
          const result = device.make(node.output.shape, 'float32');
          const columns = device.make(shape, 'float32');
          multiply(gradient!, filter!, columns);
          add(device.values(result), device.values(columns));
          device.dispose(columns);
          return result;
        };
      },
      workspace: () => 4 * sizeOf(shape) + productWorkspace(product),
    };
  };
  const rows = Object.fromEntries(Object.entries(solving).map(([op, how]) => [op, byPatches(how)]));
  const toImage = (node: KernelNode): KernelRow => {
    const geometry = solving[node.op]!.geometry(node);
    return columnsPay(geometry) ? byColumns(geometry) : rows[node.op]!;
  };
  return {
    ...rows,
    Conv2DBackpropInput: {
      build: (device, node) => toImage(node).build(device, node),
      workspace: (device, node) => toImage(node).workspace!(device, node),
    },
  };
}
