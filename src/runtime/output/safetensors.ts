/**
 * safetensors (Hugging Face): eight bytes with the header's length, the header in JSON, then the bytes of all tensors,
 * concatenated, all little-endian. Reading is strict: whatever is accepted has only one meaning.
 */
import type { DType, TensorType } from '../../compiler/graph/graph.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import { concatenate } from '../concatenate.ts';
import type { HostTensor } from '../host-tensor.ts';
import { CheckpointError } from './errors.ts';

interface ElementType {
  readonly name: string;
  readonly dtype: DType;
  readonly bytes: number;
  readonly array: new (buffer: ArrayBuffer) => HostTensor['data'];
}
const ELEMENT_TYPES: readonly ElementType[] = [
  { name: 'F32', dtype: 'float32', bytes: 4, array: Float32Array },
  { name: 'I32', dtype: 'int32', bytes: 4, array: Int32Array },
  { name: 'BOOL', dtype: 'bool', bytes: 1, array: Uint8Array },
];
const elementType = (tensor: TensorType): ElementType => ELEMENT_TYPES.find((type) => type.dtype === tensor.dtype)!;

/** The limit of the reference implementation, which prevents a damaged length from being believed. */
const LONGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';

export interface SafetensorsFile {
  readonly tensors: Map<string, HostTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Encodes a file. Equal tensors give equal bytes, whatever their order in the map. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return concatenate(safetensorsParts(tensors, metadata));
}

/** The same file in parts: its header, and the bytes of each tensor, not copied if that is possible. */
export function safetensorsParts(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  for (const [name, { shape, data }] of tensors) {
    if (data.length !== sizeOf(shape))
      throw new RangeError(`the tensor ${name} of shape [${shape.join(', ')}] has ${data.length} values`);
  }
  const { bytes, order } = safetensorsHeader(tensors, metadata);
  return [bytes, ...order.map((name) => bytesInFile(tensors.get(name)!.data))];
}

/** What a file begins with, before its tensors' bytes; these follow without gaps. */
export interface SafetensorsHeader {
  readonly bytes: Uint8Array;
  /** The names of the tensors, in the order of their bytes. */
  readonly order: readonly string[];
}

export function safetensorsHeader(
  tensors: ReadonlyMap<string, TensorType>,
  metadata: Readonly<Record<string, string>> = {},
): SafetensorsHeader {
  // The widest elements first, so that each tensor starts at a multiple of its element size.
  const entries = [...tensors].sort(
    ([nameA, a], [nameB, b]) => elementType(b).bytes - elementType(a).bytes || (nameA < nameB ? -1 : 1),
  );
  // Without a prototype, so that a tensor may have any name.
  const header = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  let length = 0;
  for (const [name, tensor] of entries) {
    if (name === METADATA) throw new RangeError(`a tensor cannot be named ${METADATA}`);
    const type = elementType(tensor);
    const end = length + sizeOf(tensor.shape) * type.bytes;
    header[name] = { dtype: type.name, shape: tensor.shape, data_offsets: [length, end] };
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  return { bytes, order: entries.map(([name]) => name) };
}

/** The bytes of a tensor as they are in a file; a view of it, if that is possible. */
export const bytesInFile = (data: HostTensor['data']): Uint8Array =>
  littleEndian(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), data.BYTES_PER_ELEMENT);

/** Decodes a file. Throws a `CheckpointError`, in which `file` is its name, if anything deviates from the format. */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsFile {
  const refuse: Refuse = (why) => {
    throw new CheckpointError(
      `${file} is not a valid safetensors file: ${why}`,
      'use another checkpoint, or get the file again',
    );
  };
  const { header, data } = split(bytes, refuse);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isStrings(metadata)) return refuse(`its ${METADATA} is not a map of strings`);

  const tensors = new Map<string, HostTensor>();
  const ranges: Range[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const { type, shape, begin, end } = readEntry(name, entry, data.length, refuse);
    // A separate, aligned copy; for a Buffer, `slice` would be a view.
    const own = littleEndian(new Uint8Array(data.subarray(begin, end)), type.bytes);
    if (type.dtype === 'bool' && own.some((byte) => byte > 1))
      refuse(`${name} is BOOL, but has bytes other than 0 and 1`);
    tensors.set(name, { dtype: type.dtype, shape, data: new type.array(own.buffer as ArrayBuffer) });
    ranges.push({ name, begin, end });
  }
  requireTiling(ranges, data.length, refuse);
  return { tensors, metadata };
}

type Refuse = (why: string) => never;

function split(
  bytes: Uint8Array,
  refuse: Refuse,
): { readonly header: Record<string, unknown>; readonly data: Uint8Array } {
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, less than the 8 of its header's length`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER)
    refuse(`its header would be ${length} bytes long; at most ${LONGEST_HEADER} are allowed`);
  if (8 + length > bytes.length)
    refuse(`it is truncated: its header is ${length} bytes long, but ${bytes.length - 8} follow`);
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
  } catch (cause) {
    return refuse(`its header is not JSON (${(cause as Error).message})`);
  }
  if (!isRecord(header) || !text.startsWith('{')) return refuse('its header does not begin with a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) refuse(`its header has ${JSON.stringify(twice)} twice`);
  return { header, data: bytes.subarray(8 + length) };
}

interface Entry {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, entry: unknown, dataLength: number, refuse: Refuse): Entry {
  if (!isRecord(entry)) return refuse(`the entry of ${name} is not an object`);
  const { dtype, shape, data_offsets: offsets, ...rest } = entry;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) refuse(`the entry of ${name} has an unknown key ${JSON.stringify(unknown)}`);
  const type = ELEMENT_TYPES.find((known) => known.name === dtype);
  if (!type) {
    const known = ELEMENT_TYPES.map((other) => other.name).join(', ');
    return refuse(`${name} has the element type ${JSON.stringify(dtype)}; known are ${known}`);
  }
  if (!isCounts(shape)) return refuse(`the shape of ${name} is not a list of sizes`);
  if (!isCounts(offsets) || offsets.length !== 2) return refuse(`the offsets of ${name} are not two numbers`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataLength) {
    return refuse(
      `${name} lies at ${begin} to ${end}, but there are ${dataLength} bytes of data: it is damaged or truncated`,
    );
  }
  const expected = sizeOf(shape) * type.bytes;
  if (end - begin !== expected) {
    return refuse(`${name} is ${type.name} of shape [${shape.join(', ')}], ${expected} bytes, but has ${end - begin}`);
  }
  return { type, shape, begin, end };
}

interface Range {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** Throws unless every byte belongs to exactly one tensor; anything else would be ambiguous. */
function requireTiling(ranges: readonly Range[], length: number, refuse: Refuse): void {
  let at = 0;
  let previous = '';
  for (const { name, begin, end } of ranges.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < at) refuse(`${previous} and ${name} overlap`);
    if (begin > at) refuse(`the ${begin - at} bytes before ${name} do not belong to a tensor`);
    at = end;
    previous = name;
  }
  if (at !== length) refuse(`the last ${length - at} bytes do not belong to a tensor`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isStrings = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && (side as number) >= 0);

/** The first duplicate key, for which `JSON.parse` would silently take the last value. `text` is valid JSON. */
function duplicateKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [, string, colon, bracket] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?|([{}])/g)) {
    if (bracket === '{') open.push(new Set());
    else if (bracket === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(string!) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

const BIG_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/** Converts to or from the file's byte order; on most machines these are the same bytes. */
function littleEndian(bytes: Uint8Array, elementBytes: number): Uint8Array {
  if (!BIG_ENDIAN || elementBytes === 1) return bytes;
  const swapped = Uint8Array.from(bytes);
  for (let at = 0; at < swapped.length; at += 4) swapped.subarray(at, at + 4).reverse();
  return swapped;
}
