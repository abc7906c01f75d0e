import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HostTensor } from '../../src/runtime/engines/engine.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { findPython, howToGetPython } from '../torch/python.ts';

const float = (shape: readonly number[], values: readonly number[]): HostTensor => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});
const tensors = new Map<string, HostTensor>([
  ['G/seed/dense(7*7÷2*w…)[-1][2]/batch_norm/gamma', float([2, 3], [1, -2.5, 3e-40, NaN, Infinity, -0])],
  ['mask', { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ['step', { dtype: 'int32', shape: [], data: Int32Array.of(-7) }],
  ['empty', float([0, 4], [])],
  ['ünicode "quoted" \\ {}', float([1], [0.1])],
  ['__proto__', float([1], [5])],
]);

/** A file made of a header, given as text, and the bytes after it. */
function file(header: string, data: ArrayLike<number> = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}
const entry = (shape: readonly number[], begin: number, end: number, dtype = 'F32'): object => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const entries = (header: Readonly<Record<string, unknown>>, bytes = 8): Uint8Array =>
  file(JSON.stringify(header), new Uint8Array(bytes));

describe('safetensors', () => {
  it('reads back what it wrote, bit for bit', () => {
    const { tensors: read, metadata } = decodeSafetensors(encodeSafetensors(tensors, { a: 'b' }), 'x');
    expect(metadata).toEqual({ a: 'b' });
    expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, tensor] of tensors) {
      expect(read.get(name)).toEqual(tensor);
      expect(Buffer.from(read.get(name)!.data.buffer)).toEqual(Buffer.from(tensor.data.buffer));
    }
  });

  it('lays bytes out as the format says', () => {
    const bytes = encodeSafetensors(new Map([['a', float([1], [1])]]));
    const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      `${String.fromCharCode(padded.length)}${'\0'.repeat(7)}${padded}\0\0\x80\x3f`,
    );
  });

  it('does not depend on the order of the tensors, and reads from the middle of a buffer', () => {
    const bytes = encodeSafetensors(tensors);
    expect(encodeSafetensors(new Map([...tensors].reverse()))).toEqual(bytes);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3), 'x').tensors.get('step')!.data).toEqual(Int32Array.of(-7));
  });

  it('writes a view of a larger array', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const bytes = encodeSafetensors(new Map([['a', { dtype: 'float32', shape: [2], data: whole.subarray(1, 3) }]]));
    expect(decodeSafetensors(bytes, 'x').tensors.get('a')!.data).toEqual(Float32Array.of(2, 3));
  });

  it('refuses to write a tensor whose shape does not fit its values', () => {
    expect(() => encodeSafetensors(new Map([['a', float([3], [1, 2])]]))).toThrow(
      'the tensor a of shape [3] has 2 values',
    );
  });

  const one = JSON.stringify(entry([1], 0, 4));
  const refused: readonly [name: string, bytes: Uint8Array, message: string][] = [
    ['nothing', new Uint8Array(0), 'it has 0 bytes, less than the 8'],
    ['a header beyond the end', file('{}').subarray(0, 9), 'it is truncated: its header is 2 bytes long, but 1 follow'],
    ['a header beyond reason', Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0), 'its header would be 4294967296 bytes long'],
    ['no JSON', file('{"a":'), 'its header is not JSON'],
    ['no UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff), 'its header is not JSON'],
    ['no object', file('[]'), 'its header does not begin with a JSON object'],
    ['a space first', file(' {}'), 'its header does not begin with a JSON object'],
    ['an entry that is none', file('{"a":1}'), 'the entry of a is not an object'],
    [
      'an unknown element type',
      entries({ a: entry([2], 0, 4, 'F16') }),
      'a has the element type "F16"; known are F32, I32, BOOL',
    ],
    ['an unknown key', entries({ a: { ...entry([2], 0, 8), x: 1 } }), 'the entry of a has an unknown key "x"'],
    ['a negative size', entries({ a: entry([-2], 0, 8) }), 'the shape of a is not a list of sizes'],
    ['a fractional size', entries({ a: entry([0.5, 4], 0, 8) }), 'the shape of a is not a list of sizes'],
    [
      'one offset',
      entries({ a: { dtype: 'F32', shape: [2], data_offsets: [0] } }),
      'the offsets of a are not two numbers',
    ],
    [
      'offsets beyond the end',
      entries({ a: entry([4], 0, 16) }),
      'a lies at 0 to 16, but there are 8 bytes of data: it is damaged or truncated',
    ],
    ['offsets backwards', entries({ a: entry([0], 8, 4) }), 'a lies at 8 to 4'],
    ['a size that does not fit', entries({ a: entry([1], 0, 8) }), 'a is F32 of shape [1], 4 bytes, but has 8'],
    ['overlap', entries({ a: entry([1], 0, 4), b: entry([1], 0, 4) }, 4), 'a and b overlap'],
    ['partial overlap', entries({ a: entry([6], 0, 6, 'BOOL'), b: entry([1], 4, 8) }), 'a and b overlap'],
    ['a hole', entries({ a: entry([1], 4, 8) }), 'the 4 bytes before a do not belong to a tensor'],
    ['bytes left over', entries({ a: entry([1], 0, 4) }), 'the last 4 bytes do not belong to a tensor'],
    ['a tensor twice', file(`{"a":${one},"\\u0061":${one}}`, new Uint8Array(4)), 'its header has "a" twice'],
    [
      'a key twice',
      file('{"a":{"dtype":"I32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', new Uint8Array(4)),
      'its header has "dtype" twice',
    ],
    [
      'a bool of two',
      file(JSON.stringify({ a: entry([1], 0, 1, 'BOOL') }), [2]),
      'a is BOOL, but has bytes other than 0 and 1',
    ],
    ['metadata of numbers', file('{"__metadata__":{"a":1}}'), 'its __metadata__ is not a map of strings'],
  ];
  it.each(refused)('refuses %s', (_, bytes, message) => {
    const read = (): unknown => decodeSafetensors(bytes, 'runs/a/state.safetensors');
    expect(read).toThrow(`runs/a/state.safetensors is not a valid safetensors file: ${message}`);
    expect(read).toThrow(expect.objectContaining({ name: 'CheckpointError', help: expect.stringMatching(/\w/) }));
  });

  it('refuses every truncation of a file, and takes equal keys of different objects', () => {
    const bytes = encodeSafetensors(tensors, { dtype: 'x', shape: '{"a":' });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'x')).toThrow(/not a valid/);
    }
    expect(decodeSafetensors(bytes, 'x').tensors.size).toBe(tensors.size);
  });
});

const python = findPython();
if (!python) console.warn(`skipping the comparison with Python's safetensors: ${howToGetPython}`);

describe.skipIf(!python)('safetensors of Python', () => {
  const imports =
    'import json, sys, numpy as np\nfrom safetensors.numpy import load_file, save_file\nfrom safetensors import safe_open\n';
  const inPython = (code: string, path: string): string =>
    execFileSync(python!, ['-c', imports + code, path], { encoding: 'utf8' });
  const withFile = (action: (path: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'ganspec-safetensors-'));
    try {
      action(join(folder, 'file.safetensors'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('reads what we write', () =>
    withFile((path) => {
      writeFileSync(path, encodeSafetensors(tensors, { format: 'np' }));
      const read = JSON.parse(
        inPython(
          'print(json.dumps([[k, str(v.dtype), v.shape, v.tobytes().hex()] for k, v in load_file(sys.argv[1]).items()]))\n' +
            'assert safe_open(sys.argv[1], "np").metadata() == {"format": "np"}',
          path,
        ),
      ) as [string, string, number[], string][];
      const written = [...tensors].map(([name, { dtype, shape, data }]) => [
        name,
        dtype,
        shape,
        Buffer.from(data.buffer).toString('hex'),
      ]);
      const byName = (a: readonly unknown[], b: readonly unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
      expect(read.sort(byName)).toEqual(written.sort(byName));
    }));

  it('writes what we read', () =>
    withFile((path) => {
      inPython(
        'save_file({"a": np.arange(6, dtype=np.float32).reshape(2, 3) / 3, "b": np.array([True, False, True]),' +
          ' "c": np.array(-5, dtype=np.int32)}, sys.argv[1], {"k": "v"})',
        path,
      );
      const { tensors: read, metadata } = decodeSafetensors(readFileSync(path), path);
      expect(metadata).toEqual({ k: 'v' });
      expect(read.get('a')).toEqual(float([2, 3], [0, 1 / 3, 2 / 3, 1, 4 / 3, 5 / 3]));
      expect(read.get('b')).toEqual({ dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) });
      expect(read.get('c')).toEqual({ dtype: 'int32', shape: [], data: Int32Array.of(-5) });
    }));
});
