/**
 * IDX, the format of MNIST (LeCun, Cortes & Burges): two zero bytes, the element type, the number of dimensions, the
 * dimensions as big-endian 32-bit integers, then the elements in row-major order. Often gzipped.
 */
import { sizeOf } from '../../compiler/graph/graph.ts';
import { codeOf } from '../platform/files.ts';
import type { Platform } from '../platform/platform.ts';
import { DataError } from './error.ts';

export interface IdxArray {
  readonly dimensions: readonly number[];
  readonly bytes: Uint8Array;
}

type Kind = 'images' | 'labels';

const KINDS: Readonly<Record<Kind, { readonly magic: number; readonly dimensions: string }>> = {
  images: { magic: 0x0803, dimensions: 'count, height and width' },
  labels: { magic: 0x0801, dimensions: 'the count' },
};

/** Reads an IDX file of bytes. Throws a `DataError` if it is not of this kind, truncated or too long. */
export async function readIdx(platform: Platform, path: string, kind: Kind): Promise<IdxArray> {
  const bytes = await unpack(platform, path, read(platform, path));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { magic, dimensions: meaning } = KINDS[kind];

  const found = bytes.length < 4 ? undefined : view.getUint32(0);
  if (found !== magic) throw foreign(path, kind, bytes, found);
  const rank = magic & 0xff;
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new DataError(
      `${path} is truncated: it ends after ${count(bytes.length)}, before the end of its header (${start} bytes: ${meaning})`,
      'get the file again',
    );
  }

  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = start + sizeOf(dimensions);
  if (bytes.length !== expected) {
    const wrong = bytes.length < expected ? 'is truncated' : 'is longer than it says';
    throw new DataError(
      `${path} ${wrong}: its header says ${dimensions.join(' × ')}, ${count(expected)} in all, but it has ${bytes.length}`,
      'get the file again',
    );
  }
  if (sizeOf(dimensions) === 0) {
    throw new DataError(
      `${path} holds no ${kind}: its header says ${dimensions.join(' × ')}`,
      `give a file that holds ${kind}`,
    );
  }
  return { dimensions, bytes: bytes.subarray(start) };
}

const CHECK_PATH = 'check the path; relative paths start at the folder of the spec';
const READ_FAILURES: Readonly<Record<string, { readonly why: string; readonly help: string }>> = {
  ENOENT: { why: 'there is no such file', help: CHECK_PATH },
  ENOTDIR: { why: 'a part of the path is a file, not a folder', help: CHECK_PATH },
  EISDIR: { why: 'this is a folder', help: 'give the file itself' },
  EACCES: { why: 'you do not have permission to read it', help: 'change its permissions' },
};

function read({ files }: Platform, path: string): Uint8Array {
  try {
    return files.read(path);
  } catch (cause) {
    const { why, help } = READ_FAILURES[codeOf(cause) ?? ''] ?? {
      why: (cause as Error).message,
      help: 'check that the file can be read',
    };
    throw new DataError(`cannot read ${path}: ${why}`, help, { cause });
  }
}

async function unpack({ gunzip }: Platform, path: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length === 0) throw new DataError(`${path} is empty`, 'get the file again');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await gunzip(bytes);
  } catch (cause) {
    const why = `it is gzip, but cannot be unpacked (${(cause as Error).message})`;
    throw new DataError(`${path} is damaged: ${why}`, 'get the file again', { cause });
  }
}

function foreign(path: string, kind: Kind, bytes: Uint8Array, found: number | undefined): DataError {
  const { magic } = KINDS[kind];
  const other: Kind = kind === 'images' ? 'labels' : 'images';
  if (found === KINDS[other].magic) {
    return new DataError(`${path} holds ${other}, but is given as ${kind}`, 'swap the paths of `images` and `labels`');
  }
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).trimStart();
  if (start.startsWith('<')) {
    return new DataError(
      `${path} is a web page, not an IDX file of ${kind}`,
      'the download failed: get the file itself',
    );
  }
  const shown = found === undefined ? `only ${count(bytes.length)}` : hex(found);
  return new DataError(
    `${path} is not an IDX file of ${kind}: it starts with ${shown}, not with ${hex(magic)}`,
    'give a file in the format of MNIST (unsigned bytes), gzip or not',
  );
}

const hex = (word: number): string => `0x${word.toString(16).padStart(8, '0')}`;
const count = (bytes: number): string => (bytes === 1 ? '1 byte' : `${bytes} bytes`);
