/** Fusions as WebAssembly with SIMD, operating on the memory in which the engine keeps its values. */
import type { Fusion } from '../../../compiler/passes/fuse.ts';
import { four, one, splat, type Lanes } from '../../simd/lanes.ts';
import type { Code, ValueType, WasmFunction } from '../../simd/module-bytes.ts';
import { get, i32, loopWhile, moduleBytes, set } from '../../simd/module-bytes.ts';
import { inWords, scalarCode } from './scalar-code.ts';

/** An input as the loops see it. */
interface Walk {
  /** The local that holds its address. */
  readonly address: number;
  readonly moves: readonly boolean[];
  /** The innermost axis along which it moves; −1 for a single number. */
  readonly innermost: number;
}

/**
 * A loop for each side of the box; along the last, four elements at a time, then the rest one at a time. The parameters
 * are the address of the result, the sides, and the addresses of the inputs; addresses advance as cells are read and
 * written.
 */
function functionOf({ inputs, program, sides }: Fusion, name: string): WasmFunction {
  const OUTPUT = 0;
  const FIRST_INPUT = 1 + sides.length;
  const last = sides.length - 1;
  const parameters = FIRST_INPUT + inputs.length;
  const locals: ValueType[] = [];
  const local = (type: ValueType) => parameters + locals.push(type) - 1;
  const words = inWords(program);
  const walks = inputs.map(({ moves }, i): Walk => ({
    address: FIRST_INPUT + i,
    moves,
    innermost: moves.lastIndexOf(true),
  }));
  const forward = (address: number, bytes: number) => set(address, i32.add(get(address), i32.constant(bytes)));

  const line = (): Code => {
    // An input that is stretched along the line is read once for the whole line.
    const still = walks.map(({ innermost }) =>
      innermost === last ? null : { one: local('f32'), four: local('v128') },
    );
    const reads = walks.flatMap(({ address }, i) => {
      const value = still[i];
      return value ? [...set(value.one, one.load(get(address))), ...set(value.four, splat(get(value.one)))] : [];
    });
    const left = local('i32');
    const cells = (l: Lanes): Code => {
      const loaded = walks.map((_, i) => (still[i] ? still[i][l === one ? 'one' : 'four'] : local(l.type)));
      const loads = walks.flatMap(({ address }, i) => (still[i] ? [] : set(loaded[i]!, l.load(get(address)))));
      const { code, result } = scalarCode(words, l, loaded.map(get), local);
      const addresses = [OUTPUT, ...walks.filter((_, i) => !still[i]).map(({ address }) => address)];
      return [
        ...loads,
        ...code,
        ...l.store(get(OUTPUT), result),
        ...addresses.flatMap((address) => forward(address, l.bytes)),
        ...forward(left, -1 * (l.bytes / 4)),
      ];
    };
    return [
      ...reads,
      ...set(left, get(1 + last)),
      ...loopWhile(i32.less(i32.constant(3), get(left)), cells(four)),
      ...loopWhile(get(left), cells(one)),
    ];
  };

  const loopOver = (axis: number): Code => {
    if (axis === last) return line();
    const left = local('i32');
    // An input that is stretched along this axis reads again what the inner loops have read.
    const rewound = walks.flatMap(({ address, moves, innermost }) =>
      !moves[axis] && innermost > axis ? [{ address, start: local('i32') }] : [],
    );
    const onward = walks.filter(({ innermost }) => innermost === axis);
    return [
      ...set(left, get(1 + axis)),
      ...rewound.flatMap(({ address, start }) => set(start, get(address))),
      ...loopWhile(get(left), [
        ...rewound.flatMap(({ address, start }) => set(address, get(start))),
        ...loopOver(axis + 1),
        ...onward.flatMap(({ address }) => forward(address, 4)),
        ...forward(left, -1),
      ]),
    ];
  };
  const body = loopOver(0);
  return { name, parameters, locals, body };
}

/** Fills the memory at `output` from the memory at `inputs`; all are addresses. */
export type FusedKernel = (output: number, inputs: readonly number[]) => void;

/** Makes one module for all fusions; fusions that compute the same share a function. */
export function compileFusions(fusions: readonly Fusion[], memory: WebAssembly.Memory): FusedKernel[] {
  const functions = new Map<string, WasmFunction>();
  const names = fusions.map((fusion) => {
    // Numbers are written as text, because JSON has no infinities.
    const key = JSON.stringify([fusion.inputs.map(({ moves }) => moves), fusion.program], (_, value) =>
      typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : value,
    );
    const known = functions.get(key);
    if (known) return known.name;
    const name = `f${functions.size}`;
    functions.set(key, functionOf(fusion, name));
    return name;
  });
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const module = new WebAssembly.Module(moduleBytes([...functions.values()], shared));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return fusions.map(({ sides }, i) => {
    const run = exports[names[i]!] as (...parameters: number[]) => void;
    return (output, inputs) => run(output, ...sides, ...inputs);
  });
}
