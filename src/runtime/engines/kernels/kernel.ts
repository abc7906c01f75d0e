/** The kernel interface: how one op of the graph is computed on a device. */
import type { Attributes, DType, Node, TensorType } from '../../../compiler/graph/graph.ts';
import type { Fusion } from '../../../compiler/passes/fuse.ts';
import type { StoredTensor } from '../../host-tensor.ts';
import type { TimeLaps } from '../laps.ts';

/** A value on a device. */
export interface Tensor {
  /** Its memory, which it may share with others. */
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: DType;
}
export type Values = Float32Array | Int32Array | Uint8Array;

/** What the executor needs of the hardware, whose memory may be inaccessible to the host. */
export interface Target {
  /** Throws an `EngineError` if there is no kernel. */
  readonly kernelOf: (node: Node) => TargetKernel;
  /** Copies the value before it returns. */
  upload(value: StoredTensor): Tensor;
  /** Copies the values as of this call; they may be disposed immediately afterwards. */
  download(values: readonly Tensor[]): Promise<Values[]>;
  /** Memory for a value, not initialised. */
  make(type: TensorType): Tensor;
  /** Copies `count` cells, of the same type, from cell `start` of one value to cell `at` of another. */
  copy(from: Tensor, start: number, to: Tensor, at: number, count: number): void;
  /** The same memory under another shape; both tensors must be disposed. */
  share(tensor: Tensor, shape: readonly number[]): Tensor;
  dispose(tensor: Tensor): void;
  /** Present if runs of elementwise ops can be compiled. */
  readonly fusing?: Fusing;
  /** Resolves when all kernels built so far may be called; absent if they may be called at once. */
  ready?(): Promise<void>;
  /** Resolves when all calls so far have been computed; absent if calls are synchronous. */
  settled?(): Promise<void>;
  /** Times kernels by the device's own clock, if it has one. */
  readonly timeLaps?: TimeLaps;
}

export interface TargetKernel {
  readonly build: (node: KernelNode) => Kernel;
  /** The most bytes that the kernel holds at once for intermediate values. */
  readonly workspace: (node: KernelNode) => number;
}

/** Transposes a tile that starts at cell `at` of the result and at cell `start` of the source. */
export type Tile = (at: number, start: number, rows: number, columns: number) => void;

/** A device whose memory the host can read and write. */
export interface Device {
  readonly name: 'cpu' | 'wasm';
  /** Memory for a value, not initialised. */
  make(shape: readonly number[], dtype: DType): Tensor;
  /**
   * The memory itself, to read and write. Get it after the last `make` before its use: making a value may move the
   * heap.
   */
  values(tensor: Tensor): Values;
  /** The same memory under another shape; both tensors must be disposed. */
  share(tensor: Tensor, shape: readonly number[]): Tensor;
  dispose(tensor: Tensor): void;
  /** Its own elementwise kernels for floats; omitted if loops are as good. */
  readonly fused?: CompileFusions;
  /** A faster way to transpose tiles of 4-byte cells, if there is one; steps are in cells. */
  transposeTile?(result: Tensor, source: Tensor, rowStep: number, columnStep: number): Tile;
}

/** Compiles fusions to kernels, all of them at once. */
export type CompileFusions = (
  fusions: readonly { readonly fusion: Fusion; readonly output: TensorType }[],
) => FusedKernel[];

export interface Fusing {
  readonly compile: CompileFusions;
  /** Whether its kernels can write their result over an input. */
  readonly overwrites: boolean;
  /** The most bytes that a fusion's kernel holds for itself at once; 0 if omitted. */
  readonly workspace?: (fusion: Fusion, output: TensorType) => number;
}

/** @param over the position of the elementwise input whose memory the output takes over; if omitted, there is none */
export type FusedKernel = (inputs: readonly Tensor[], over?: number) => Tensor;

/** A node as its kernel sees it. */
export interface KernelNode {
  readonly op: string;
  readonly inputs: readonly TensorType[];
  readonly attributes: Attributes;
  readonly output: TensorType;
}

/** Computes the output, which the caller owns, and leaves the inputs as they are. */
export type Kernel = (inputs: readonly Tensor[]) => Tensor;

export interface KernelRow {
  /** Does everything that depends only on shapes and attributes. */
  readonly build: (device: Device, node: KernelNode) => Kernel;
  /** The most bytes that the kernel holds at once for intermediate values. */
  readonly workspace?: (device: Device, node: KernelNode) => number;
}

export type KernelTable = Readonly<Record<string, KernelRow>>;

/** A kernel that fills its output from the values of its inputs; it may refuse them by throwing. */
export function filling(build: (node: KernelNode) => (output: Values, ...inputs: Values[]) => void): KernelRow {
  return {
    build: (device, node) => {
      const fill = build(node);
      return (inputs) => {
        const output = device.make(node.output.shape, node.output.dtype);
        try {
          fill(device.values(output), ...inputs.map((input) => device.values(input)));
        } catch (error) {
          device.dispose(output);
          throw error;
        }
        return output;
      };
    },
  };
}
