/** The scalar language in JavaScript: loops over values, generated as source and compiled by the JavaScript engine. */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { expand } from '../../../compiler/ops/scalar/expand.ts';
import { erf } from '../../../compiler/ops/scalar/error-function.ts';
import type { ScalarProgram, Term } from '../../../compiler/ops/scalar/program.ts';
import { call, infix, type Words } from '../../../compiler/ops/scalar/words.ts';
import { broadcastPlan } from './broadcast-loops.ts';
import type { Values } from './kernel.ts';

const words: Words = {
  neg: (x) => `(- ${x})`,
  abs: call('Math.abs'),
  floor: call('Math.floor'),
  sqrt: call('Math.sqrt'),
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  max: call('Math.max'),
  min: call('Math.min'),
  less: infix('<'),
  lessEqual: infix('<='),
  greater: infix('>'),
  greaterEqual: infix('>='),
  equal: infix('==='),
  notEqual: infix('!=='),
  and: infix('&&'),
  or: infix('||'),
  not: (x) => `!${x}`,
  select: (condition, x, y) => `(${condition} ? ${x} : ${y})`,
  float32: (x) => `Number(${x})`,
  int32: call('Math.trunc'),
  bool: (x) => `(${x} !== 0)`,
  sign: call('Math.sign'),
  exp: call('Math.exp'),
  log: call('Math.log'),
  log1p: call('Math.log1p'),
  expm1: call('Math.expm1'),
  tanh: call('Math.tanh'),
  sin: call('Math.sin'),
  cos: call('Math.cos'),
  erf: call('erf'),
  pow: call('Math.pow'),
};

type Loop = (
  length: number,
  output: Values,
  at: number,
  operands: readonly Values[],
  starts: readonly number[],
  steps: readonly number[],
  error: typeof erf,
) => void;

const loops = new Map<string, Loop>();

/** `output[at + k] = …` for k = 0 … length − 1; programs with the same source share a loop. */
function loopOf(program: ScalarProgram, operands: number): Loop {
  const { steps, result } = expand(program, (name) => name in words);
  const text = (term: Term): string => {
    if ('input' in term) return `x${term.input}`;
    if ('step' in term) return `s${term.step}`;
    return Object.is(term.number, -0) ? '-0' : String(term.number);
  };
  const lines = steps.map((step, i) => `    const s${i} = ${words[step.function]!(...step.operands.map(text))};`);
  const all = Array.from({ length: operands }, (_, i) => i);
  const source = [
    ...all.map((i) => `  const v${i} = operands[${i}], d${i} = steps[${i}]; let i${i} = starts[${i}];`),
    `  for (let k = at; k < at + length; k++${all.map((i) => `, i${i} += d${i}`).join('')}) {`,
    ...all.map((i) => `    const x${i} = v${i}[i${i}];`),
    ...lines,
    `    output[k] = ${text(result)};`,
    '  }',
  ].join('\n');
  const known = loops.get(source);
  if (known) return known;
  // The source comes from the op table alone. A loop over closures would take ten times as long.
  // oxlint-disable-next-line no-new-func
  const loop = new Function('length', 'output', 'at', 'operands', 'starts', 'steps', 'erf', source) as Loop;
  loops.set(source, loop);
  return loop;
}

/** Fills an output from operands, which are broadcast to its shape. Results are converted to the output's type. */
export function scalarLoops(
  program: ScalarProgram,
  inputs: readonly TensorType[],
  output: TensorType,
): (output: Values, ...operands: Values[]) => void {
  const loop = loopOf(program, inputs.length);
  const { length, steps, lines } = broadcastPlan(
    inputs.map(({ shape }) => shape),
    output.shape,
  );
  return (values, ...operands) => lines((at, starts) => loop(length, values, at, operands, starts, steps, erf));
}
