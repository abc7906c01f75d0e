/** Contractions: sums of products over axes of the operands, per example. */
import { compare, formatSize, isKnown, type Size } from '../../types/size.ts';
import { formatShape, formatType, tensor, type AnyTensorType } from '../../types/type.ts';
import { contract } from '../../ops/composites/contraction.ts';
import type { NodeId } from '../../graph/graph.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { refuseLabels, together, value } from './idioms.ts';

/** A letter for each axis of an example: those of the operands, and those of the result. */
interface Equation {
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
}

/** Stands for the batch axis, which has no letter. */
const BATCH = '';

const form = /^\s*[A-Za-z]*\s*(,\s*[A-Za-z]*\s*)*->\s*[A-Za-z]*\s*$/;

/** Null if it has another form. */
function parseEquation(text: string): Equation | null {
  if (!form.test(text)) return null;
  const [left, right] = text.split('->') as [string, string];
  return { operands: left.split(',').map((letters) => [...letters.trim()]), result: [...right.trim()] };
}

function requireEquation(call: CallSite): Equation {
  const text = call.settings['equation'] as string;
  const refuse = (expected: string): never =>
    call.fail('wrong-argument', { callee: 'einsum', parameter: 'equation', expected, found: `"${text}"` }, 'equation');
  const equation =
    parseEquation(text) ??
    refuse('the letters of each value, an arrow and those of the result, such as "qd, kd -> qk"');
  const { operands, result } = equation;
  if (operands.length !== call.inputs.length) {
    const [given, wanted] = [call.inputs.length, operands.length];
    refuse(
      `one group of letters for each value: there ${given === 1 ? 'is 1 value' : `are ${given} values`} and ${wanted} ${wanted === 1 ? 'group' : 'groups'}`,
    );
  }
  const repeats = [...operands, result].find((letters) => new Set(letters).size < letters.length);
  if (repeats) refuse(`without a letter twice in one group, as in \`${repeats.join('')}\``);
  const stray = result.find((letter) => !operands.some((letters) => letters.includes(letter)));
  if (stray) refuse(`without letters in the result that no value has, such as \`${stray}\``);
  return equation;
}

/** The type of the result; refuses ranks and sizes that do not fit the letters. */
function contracted(call: CallSite, callee: string, { operands, result }: Equation): AnyTensorType {
  refuseLabels(call, callee);
  call.inputs.forEach((type, input) => {
    const letters = operands[input]!;
    if (type.shape.length === letters.length) return;
    const count = letters.length === 1 ? '1 axis' : `${letters.length} axes`;
    call.fail(
      'wrong-rank',
      { callee, expected: `${count} here, \`${letters.join('')}\``, found: formatType(type) },
      input,
    );
  });
  const sizes = new Map<string, { readonly size: Size; readonly input: number }>();
  operands.forEach((letters, input) =>
    letters.forEach((letter, axis) => {
      const size = call.inputs[input]!.shape[axis]!;
      const known = sizes.get(letter);
      if (known && compare(known.size, size) === 'different') {
        const texts = {
          message: `\`${callee}\` needs axes of one size where the letter is the same: \`${letter}\` is ${formatSize(known.size)} and ${formatSize(size)}`,
          here: together(call),
          why: 'products are taken cell by cell along a letter that two values share',
          help: `give the axes equal sizes; or, if they are not the same axis, write another letter for one of them`,
        };
        const note = (at: number, length: Size) => ({
          input: at,
          text: `\`${letter}\` of ${formatShape(call.inputs[at]!.shape)} is ${formatSize(length)}`,
        });
        call.fail('shape-mismatch', texts, undefined, [note(known.input, known.size), note(input, size)]);
      }
      if (!known || (isKnown(size) && !isKnown(known.size))) sizes.set(letter, { size, input });
    }),
  );
  const shape = result.map((letter) => sizes.get(letter)!.size);
  return tensor(
    shape,
    call.inputs.some(({ batched }) => batched),
  );
}

function lowerContraction(l: Lowering, inputs: readonly NodeId[], { operands, result }: Equation): NodeId {
  const axes = (letters: readonly string[], batched: boolean) => (batched ? [BATCH, ...letters] : letters);
  const named = inputs.map((node, i) => ({ node, axes: axes(operands[i]!, l.inputs[i]!.batched) }));
  return contract(l.builder, named, axes(result, l.type.batched));
}

/** A product of matrices or vectors, which is a contraction with the letters already written. */
interface Product {
  readonly name: string;
  readonly doc: string;
  readonly equation: string;
  readonly operands: readonly [string, string];
}

const products: readonly Product[] = [
  {
    name: 'matmul',
    doc: 'The product of two matrices of an example: `einsum("ik, kj -> ij", a, b)`.',
    equation: 'ik, kj -> ij',
    operands: ['a matrix [rows, inner]', 'a matrix [inner, columns]'],
  },
  {
    name: 'matvec',
    doc: 'The product of a matrix and a vector: `einsum("ij, j -> i", a, b)`.',
    equation: 'ij, j -> i',
    operands: ['a matrix [rows, columns]', 'a vector [columns]'],
  },
  {
    name: 'outer',
    doc: 'Every cell of one vector times every cell of another: `einsum("i, j -> ij", a, b)`.',
    equation: 'i, j -> ij',
    operands: ['a vector', 'a vector'],
  },
];

export const contractionFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'einsum',
    doc:
      'A contraction in Einstein’s notation: one letter for each axis of an example; products along letters that values ' +
      'share, summed over letters that the result lacks. `einsum("qd, kd -> qk", q, k)` holds the inner products of all ' +
      'queries and keys. A value without a batch, such as a weight, is the same for every example.',
    parameters: [
      { name: 'equation', kind: 'text', doc: 'the letters of each value, `->`, the letters of the result' },
      { name: 'values', kind: 'values', doc: 'one value for each group of letters' },
    ],
    type: (call) => contracted(call, 'einsum', requireEquation(call)),
    lower: (l, inputs) => lowerContraction(l, inputs, parseEquation(l.settings['equation'] as string)!),
  }),
  ...products.map(({ name, doc, equation, operands }) => {
    const parsed = parseEquation(equation)!;
    return defineFunction({
      name,
      doc,
      parameters: [value('a', operands[0]), value('b', operands[1])],
      type: (call) => contracted(call, name, parsed),
      lower: (l, inputs) => lowerContraction(l, inputs, parsed),
    });
  }),
];
