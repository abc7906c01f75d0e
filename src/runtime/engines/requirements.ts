/** What every engine requires of its caller, with the same messages. */
import type { DType, Graph, TensorType } from '../../compiler/graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../../compiler/graph/graph.ts';
import { EngineError } from './engine-error.ts';
import type { StoredTensor } from '../host-tensor.ts';
import type { Feed, Feeds, Program } from './engine.ts';

interface HostArray {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (size: number): Float32Array | Int32Array | Uint8Array;
  new (buffer: ArrayBufferLike, start: number, size: number): Float32Array | Int32Array | Uint8Array;
}

/** The array type that holds a value on the host. */
export const hostArrays: Readonly<Record<DType, HostArray>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

export function requireData(what: string, value: StoredTensor): void {
  const { dtype, shape } = value;
  const size = sizeOf(shape);
  const [array, data] = 'bytes' in value ? [Uint8Array, value.bytes] : [hostArrays[dtype], value.data];
  if (data.length === size && data instanceof array) return;
  throw new EngineError(
    `${what} is ${formatType({ dtype, shape })}, which takes a ${array.name} of ${size} cells, ` +
      `but its data are a ${data.constructor.name} of ${data.length}`,
  );
}

export function requireType(
  what: string,
  value: { readonly dtype: string; readonly shape: readonly number[] },
  type: TensorType,
): void {
  if (value.dtype === type.dtype && sameShape(value.shape, type.shape)) return;
  const found = formatType({ dtype: value.dtype as DType, shape: value.shape });
  throw new EngineError(`${what} is ${found}, but must be ${formatType(type)}`);
}

/** The feeds, by input name. Throws unless there is one for every input that is not a variable, and no other. */
export function requireFeeds(graph: Graph, feeds: Feeds): Map<string, Feed> {
  const inputs = graph.inputs.filter(({ source }) => source.kind !== 'variable');
  const known = inputs.map(({ name }) => name);
  for (const name of feeds.keys()) {
    if (known.includes(name)) continue;
    throw new EngineError(`\`${graph.name}\` has no input \`${name}\` to feed; it has ${list(known)}`);
  }
  const found = new Map<string, Feed>();
  for (const { node, name } of inputs) {
    const type = graph.nodes[node]!.output;
    const feed = feeds.get(name);
    if (!feed) throw new EngineError(`\`${graph.name}\` must be fed \`${name}\`, ${formatType(type)}`);
    if (!('kind' in feed)) {
      requireType(`the feed \`${name}\` of \`${graph.name}\``, feed, type);
      requireData(`the feed \`${name}\``, feed);
    }
    found.set(name, feed);
  }
  return found;
}

/** @param reader the graph that reads it, if any */
export function requireVariable<Value>(variables: ReadonlyMap<string, Value>, name: string, reader?: Graph): Value {
  const value = variables.get(name);
  if (value !== undefined) return value;
  const whose = reader ? ` that \`${reader.name}\` reads` : '';
  throw new EngineError(
    `variable \`${name}\`${whose} has no value: write() one first; there are ${list([...variables.keys()])}`,
  );
}

export function requirePrepared<Prepared extends Program>(programs: Iterable<Prepared>, program: Program): Prepared {
  for (const prepared of programs) if (prepared === program) return prepared;
  throw new EngineError(
    `\`${program.graph.name}\` was not prepared by this engine, or the engine is disposed: prepare() it here`,
  );
}

/** Throws if a run would assign variables while the new values of another run are still pending. */
export function requireCommitted({ name, outputs }: Graph, isWaiting: boolean): void {
  if (!isWaiting || !outputs.some(({ kind }) => kind === 'variable')) return;
  throw new EngineError(
    `\`${name}\` would make new values of variables while those of the last run still wait: commit() or discard() them first`,
  );
}

const list = (names: readonly string[]) => (names.length ? names.map((name) => `\`${name}\``).join(', ') : 'none');
