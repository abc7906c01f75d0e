/** Compiles fusions to WebAssembly with SIMD, on the memory in which the backend keeps its values. */
import type { Attributes, TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { Fusion, Operand } from '../../../compiler/passes/fuse.ts';
import type { Code, Lanes, ValueType, WasmFunction } from '../../simd/module-bytes.ts';
import { four, get, i32, loopWhile, moduleBytes, one, set, splat } from '../../simd/module-bytes.ts';

type Formula = (l: Lanes, operands: readonly Code[], attributes: Attributes) => Code;

const unary =
  (name: Parameters<Lanes['unary']>[0]): Formula =>
  (l, [a]) =>
    l.unary(name, a!);
const binary =
  (name: Parameters<Lanes['binary']>[0]): Formula =>
  (l, [a, b]) =>
    l.binary(name, a!, b!);
const square = (l: Lanes, a: Code) => l.binary('mul', a, a);
/** `yes` where x > 0, otherwise `no`. */
const wherePositive = (l: Lanes, x: Code, yes: Code, no: Code) =>
  l.select(l.binary('greater', x, l.constant(0)), yes, no);
const alphaTimes = (l: Lanes, x: Code, attributes: Attributes) =>
  l.binary('mul', x, l.constant(attributes['alpha'] as number));

/** The elementwise ops of the op table, as instructions. Operands are cheap to repeat. */
const formulas: Readonly<Record<string, Formula>> = {
  Neg: unary('neg'),
  Sqrt: unary('sqrt'),
  Abs: unary('abs'),
  Floor: unary('floor'),
  Rsqrt: (l, [x]) => l.binary('div', l.constant(1), l.unary('sqrt', x!)),
  Square: (l, [x]) => square(l, x!),
  Reciprocal: (l, [x]) => l.binary('div', l.constant(1), x!),
  AddV2: binary('add'),
  Sub: binary('sub'),
  Mul: binary('mul'),
  RealDiv: binary('div'),
  Maximum: binary('max'),
  Minimum: binary('min'),
  DivNoNan: (l, [x, y]) => l.select(l.binary('equal', y!, l.constant(0)), l.constant(0), l.binary('div', x!, y!)),
  BroadcastTo: (_, [x]) => x!,
  Relu: (l, [x]) => l.binary('max', x!, l.constant(0)),
  LeakyRelu: (l, [x], attributes) => wherePositive(l, x!, x!, alphaTimes(l, x!, attributes)),
  ReluGrad: (l, [gradient, x]) => wherePositive(l, x!, gradient!, l.constant(0)),
  LeakyReluGrad: (l, [gradient, x], attributes) =>
    wherePositive(l, x!, gradient!, alphaTimes(l, gradient!, attributes)),
  EluGrad: (l, [gradient, y]) =>
    l.select(
      l.binary('less', y!, l.constant(0)),
      l.binary('mul', gradient!, l.binary('add', y!, l.constant(1))),
      gradient!,
    ),
  TanhGrad: (l, [y, dy]) => l.binary('mul', dy!, l.binary('sub', l.constant(1), square(l, y!))),
  SigmoidGrad: (l, [y, dy]) => l.binary('mul', l.binary('mul', dy!, y!), l.binary('sub', l.constant(1), y!)),
};

export const isElementwise = (op: string) => op in formulas;

// Parameters: the result's address, its size in bytes, the size of a line in bytes; then the addresses of the inputs.
const [OUTPUT, BYTES, LINE, FIRST_INPUT] = [0, 1, 2, 3];

/**
 * for (at = 0; at < bytes;)
 *   for (column = 0; column < line; at += 4 lanes, column += 4 lanes) … // four at a time, then the rest one by one
 */
function functionOf(fusion: Fusion, name: string): WasmFunction {
  const { inputs, steps } = fusion;
  const parameters = FIRST_INPUT + inputs.length;
  const locals: ValueType[] = [];
  const local = (type: ValueType) => parameters + locals.push(type) - 1;
  const at = local('i32');
  const column = local('i32');
  const scalars = inputs.map(({ reading }) =>
    reading === 'scalar' ? { one: local('f32'), four: local('v128') } : null,
  );
  const start = inputs.flatMap((_, i) => {
    const scalar = scalars[i];
    if (!scalar) return [];
    return [...set(scalar.one, one.load(get(FIRST_INPUT + i))), ...set(scalar.four, splat(get(scalar.one)))];
  });

  const body = (l: Lanes): Code => {
    const loaded = inputs.map(() => local(l.type));
    const made = steps.map(() => local(l.type));
    const loads = inputs.flatMap(({ reading }, i) => {
      if (reading === 'scalar') return [];
      return set(loaded[i]!, l.load(i32.add(get(FIRST_INPUT + i), get(reading === 'line' ? column : at))));
    });
    const operand = (o: Operand): Code => {
      if ('number' in o) return l.constant(o.number);
      if ('step' in o) return get(made[o.step]!);
      const scalar = scalars[o.input];
      return get(scalar ? scalar[l === one ? 'one' : 'four'] : loaded[o.input]!);
    };
    const compute = steps.flatMap(({ op, attributes, operands }, i) =>
      set(made[i]!, formulas[op]!(l, operands.map(operand), attributes)),
    );
    const forward = (index: number) => set(index, i32.add(get(index), i32.constant(l.bytes)));
    return [
      ...loads,
      ...compute,
      ...l.store(i32.add(get(OUTPUT), get(at)), get(made.at(-1)!)),
      ...forward(at),
      ...forward(column),
    ];
  };

  const line = [
    ...set(column, i32.constant(0)),
    ...loopWhile(i32.less(get(column), i32.and(get(LINE), i32.constant(-16))), body(four)),
    ...loopWhile(i32.less(get(column), get(LINE)), body(one)),
  ];
  return { name, parameters, locals, body: [...start, ...loopWhile(i32.less(get(at), get(BYTES)), line)] };
}

export interface FusionOfType {
  readonly fusion: Fusion;
  readonly output: TensorType;
}

/** Fills memory at `output` from memory at `inputs`; all are addresses. */
export type FusedKernel = (output: number, inputs: readonly number[]) => void;

/** Compiles one module for all fusions; those that compute the same share a function. */
export function compileFusions(fusions: readonly FusionOfType[], memory: WebAssembly.Memory): FusedKernel[] {
  const functions = new Map<string, WasmFunction>();
  const names = fusions.map(({ fusion }) => {
    const readings = fusion.inputs.map(({ reading }) => reading);
    // Numbers as text, because JSON has no infinities.
    const key = JSON.stringify([readings, fusion.steps], (_, value) =>
      typeof value === 'number' ? String(value) : value,
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
  return fusions.map(({ fusion, output }, i) => {
    const run = exports[names[i]!] as (...addresses: number[]) => void;
    const [bytes, line] = [4 * sizeOf(output.shape), 4 * fusion.columns];
    return (result, inputs) => run(result, bytes, line, ...inputs);
  });
}
