/** What a kernel is: how one op of the graph is computed on a TensorFlow.js backend. */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Attributes, DType, Node, TensorType } from '../../../compiler/graph/graph.ts';
import type { Fusion } from '../../../compiler/passes/fuse.ts';
import type { HostTensor } from '../engine.ts';

export type Tensor = TensorInfo;
export type Values = Float32Array | Int32Array | Uint8Array;

/** What the executor asks of hardware, whose memory may be out of the host's reach. */
export interface Target {
  /** Throws an `EngineError` where there is none. */
  readonly kernelOf: (node: Node) => TargetKernel;
  /** Copies the value before it returns. */
  upload(value: HostTensor): Tensor;
  /** Copies the values as they are when this is called; they may be disposed right after. */
  download(values: readonly Tensor[]): Promise<Values[]>;
  /** The same memory under another shape; both are to be disposed. */
  share(tensor: Tensor, shape: readonly number[]): Tensor;
  dispose(tensor: Tensor): void;
  /** Where there is a compiler for runs of elementwise ops. */
  readonly fusing?: Fusing;
  /** Resolves when every kernel built so far may be called, where that takes time. */
  ready?(): Promise<void>;
  /** Resolves when every call so far has been computed, where calls return earlier. */
  settled?(): Promise<void>;
}

export interface TargetKernel {
  readonly build: (node: KernelNode) => Kernel;
  /** Bytes of the values that the kernel holds for itself at once, at the most. */
  readonly workspace: (node: KernelNode) => number;
}

/** Transposes a tile that starts at cell `at` of the result and cell `start` of the source. */
export type Tile = (at: number, start: number, rows: number, columns: number) => void;

/** A TensorFlow.js backend without its tape, scopes and engine: memory, and kernels by name. */
export interface Device {
  readonly name: 'cpu' | 'wasm';
  /** Runs a kernel of the backend; the caller owns the result. */
  call(kernel: string, inputs: NamedTensorInfoMap, attributes?: Readonly<Record<string, unknown>>): Tensor;
  /** Memory for a value, not cleared. */
  make(shape: readonly number[], dtype: DType): Tensor;
  /**
   * The memory itself, to read and write. Take it after the last `make` or `call` that comes before its use: making a
   * value may move the heap.
   */
  values(tensor: Tensor): Values;
  /** The same memory under another shape; both are to be disposed. */
  share(tensor: Tensor, shape: readonly number[]): Tensor;
  /** The cells of the value from `start` on as a value of its own, valid while `use` runs. */
  view<Result>(tensor: Tensor, start: number, shape: readonly number[], use: (part: Tensor) => Result): Result;
  dispose(tensor: Tensor): void;
  /** A quicker way to transpose tiles of 4-byte cells, where there is one; steps are counted in cells. */
  transposeTile?(result: Tensor, source: Tensor, rowStep: number, columnStep: number): Tile;
}

export interface Fusing {
  readonly isElementwise: (op: string) => boolean;
  readonly compile: (fusions: readonly { readonly fusion: Fusion; readonly output: TensorType }[]) => FusedKernel[];
  /** Whether its kernels may be told to write over an input. */
  readonly overwrites: boolean;
  /** Bytes of the values that a fusion's kernel holds for itself at once, at the most; none if left out. */
  readonly workspace?: (fusion: Fusion, output: TensorType) => number;
}

/** @param over the place of an input that is read element by element, whose memory the output takes; none if left out */
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
  /** Does once what depends only on shapes and attributes. */
  readonly build: (device: Device, node: KernelNode) => Kernel;
  /** Bytes of the values that the kernel holds for itself at once, at the most. */
  readonly workspace?: (device: Device, node: KernelNode) => number;
}

export type KernelTable = Readonly<Record<string, KernelRow>>;

/** A kernel that fills its output from the values of its inputs; it may refuse the values by throwing. */
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

export const isFloat = (type: TensorType) => type.dtype === 'float32';
