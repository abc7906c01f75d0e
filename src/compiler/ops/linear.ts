/** Matrix products. */
import type { Attributes, TensorType } from '../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../graph/graph.ts';
import type { AttributeSpec, GradientRule, OpDefinition, ReferenceTensor, Sample } from './op.ts';
import { OpError, defineOp } from './op.ts';
import { refuse, requireFloat, requireRank } from './requirements.ts';

/** A product op. TensorFlow has two, with different names for the same inputs and flags. */
interface Product {
  readonly name: string;
  readonly doc: string;
  readonly inputs: readonly [string, string];
  readonly flags: readonly [string, string];
  readonly requireRank: (op: string, input: string, type: TensorType) => void;
  /** The leading axes of the samples. */
  readonly batches: readonly (readonly number[])[];
}

/** [rows, columns] after the optional transpose. */
function matrixOf(shape: readonly number[], transposed: boolean): readonly [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function defineProduct(row: Product): OpDefinition {
  const { name, flags } = row;
  const [nameA, nameB] = row.inputs;
  const transposes = (attributes: Attributes) =>
    [Boolean(attributes[flags[0]]), Boolean(attributes[flags[1]])] as const;
  const flag = (input: string): AttributeSpec => ({ type: 'boolean', doc: `whether \`${input}\` is taken transposed` });

  /** The transposes in dA = g·Bᵀ and dB = Aᵀ·g become flags; no transpose is ever carried out. */
  const gradient: GradientRule = (builder, { inputs, attributes }, g) => {
    const [a, b] = [inputs[0]!, inputs[1]!];
    const [ta, tb] = transposes(attributes);
    const product = (x: number, y: number, tx: boolean, ty: boolean) =>
      builder.add(name, [x, y], { [flags[0]]: tx, [flags[1]]: ty });
    return [
      ta ? product(b, g, tb, true) : product(g, b, false, !tb),
      tb ? product(g, a, true, ta) : product(a, g, !ta, false),
    ];
  };

  return defineOp({
    name,
    doc: row.doc,
    inputs: row.inputs,
    attributes: { [flags[0]]: flag(nameA), [flags[1]]: flag(nameB) },
    infer: ([a, b], attributes) => {
      row.requireRank(name, nameA, requireFloat(name, nameA, a!));
      row.requireRank(name, nameB, requireFloat(name, nameB, b!));
      const leading = a!.shape.slice(0, -2);
      if (!sameShape(leading, b!.shape.slice(0, -2))) {
        const wanted = `[${[...leading, '…', '…'].join(', ')}], as many matrices as \`${nameA}\`, ${formatType(a!)}`;
        refuse(name, nameB, b!, wanted);
      }
      const [ta, tb] = transposes(attributes);
      const [rows, inner] = matrixOf(a!.shape, ta);
      const [innerB, columns] = matrixOf(b!.shape, tb);
      if (inner !== innerB) {
        const side = (of: string, transposed: boolean) => (transposed ? `\`${of}\` transposed` : `\`${of}\``);
        throw new OpError(
          `${name}: ${side(nameA, ta)} has ${inner} columns, but ${side(nameB, tb)} has ${innerB} rows ` +
            `(\`${nameA}\` is ${formatType(a!)}, \`${nameB}\` is ${formatType(b!)}): they must be equal`,
        );
      }
      return { dtype: 'float32', shape: [...leading, rows, columns] };
    },
    gradient,
    flops: ([a], attributes, output) => 2 * sizeOf(output.shape) * matrixOf(a!.shape, transposes(attributes)[0])[1],
    evaluate: ([a, b], attributes, output) => multiply(a!, b!, transposes(attributes), output),
    samples: row.batches.flatMap((batch): Sample[] =>
      [false, true].flatMap((ta) =>
        [false, true].map((tb) => ({
          inputs: [{ shape: [...batch, ...(ta ? [3, 2] : [2, 3])] }, { shape: [...batch, ...(tb ? [4, 3] : [3, 4])] }],
          attributes: { [flags[0]]: ta, [flags[1]]: tb },
        })),
      ),
    ),
  });
}

function multiply(
  a: ReferenceTensor,
  b: ReferenceTensor,
  [ta, tb]: readonly [boolean, boolean],
  output: TensorType,
): Float64Array {
  const [rows, inner] = matrixOf(a.shape, ta);
  const [, columns] = matrixOf(b.shape, tb);
  const result = new Float64Array(sizeOf(output.shape));
  const matrices = sizeOf(output.shape.slice(0, -2));
  for (let m = 0; m < matrices; m++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          const left = m * rows * inner + (ta ? k * rows + i : i * inner + k);
          const right = m * inner * columns + (tb ? j * inner + k : k * columns + j);
          sum += a.data[left]! * b.data[right]!;
        }
        result[m * rows * columns + i * columns + j] = sum;
      }
    }
  }
  return result;
}

export const linearOps: readonly OpDefinition[] = [
  defineProduct({
    name: 'MatMul',
    doc: 'The product of two matrices.',
    inputs: ['a', 'b'],
    flags: ['transpose_a', 'transpose_b'],
    requireRank: (op, input, type) => requireRank(op, input, type, 2),
    batches: [[]],
  }),
  defineProduct({
    name: 'BatchMatMulV2',
    doc: 'The products of as many pairs of matrices as the leading axes hold.',
    inputs: ['x', 'y'],
    flags: ['adj_x', 'adj_y'],
    requireRank: (op, input, type) =>
      type.shape.length >= 3 || refuse(op, input, type, 'of rank 3 or more; MatMul takes rank 2'),
    batches: [[2], [2, 2]],
  }),
];
