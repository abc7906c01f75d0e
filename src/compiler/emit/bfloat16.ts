/**
 * Mixed precision, as a pass over TensorFlow's nodes: products and convolutions take factors in bfloat16 (8 bits of
 * exponent, 7 after the leading one), sum in float32 and round the sum to bfloat16; everything between them stays in
 * float32 (Kalamkar et al. 2019, "A study of bfloat16 for deep learning training"; the loss is not scaled, since the
 * range is float32's). Depthwise convolutions stay in float32: they are bound by memory, and TensorFlow sums them in
 * bfloat16.
 */
import type { NodeDef } from './graph-def.ts';

/** Which of an op's inputs are its factors; the others are sizes. */
const factors: Readonly<Record<string, readonly number[]>> = {
  MatMul: [0, 1],
  BatchMatMulV2: [0, 1],
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
};

/** TensorFlow's own gradients for margins without a name (oneDNN has only those of SAME and VALID) sum in bfloat16. */
const sumsInBfloat16 = ({ op, attrs: { padding } }: NodeDef): boolean =>
  op.startsWith('Conv2DBackprop') && padding !== undefined && 's' in padding && padding.s === 'EXPLICIT';

const float32 = { type: 'float32' } as const;
const bfloat16 = { type: 'bfloat16' } as const;

/**
 * Returns a function from nodes to the same nodes with products in bfloat16; results keep their names and are float32.
 * A value that several products read, of one call or of several, is rounded once.
 */
export function roundingFactors(): (nodes: readonly NodeDef[]) => NodeDef[] {
  const rounded = new Map<string, string>();
  return (nodes) =>
    nodes.flatMap((node) => {
      const places = factors[node.op];
      if (!places || sumsInBfloat16(node)) return [node];
      const casts: NodeDef[] = [];
      const inputs = node.inputs.map((input, place) => {
        if (!places.includes(place)) return input;
        const known = rounded.get(input);
        if (known !== undefined) return known;
        const name = `${node.name}/factor_${place}`;
        casts.push({ name, op: 'Cast', inputs: [input], attrs: { SrcT: float32, DstT: bfloat16 } });
        rounded.set(input, name);
        return name;
      });
      const product = { ...node, name: `${node.name}/product`, inputs, attrs: { ...node.attrs, T: bfloat16 } };
      const result = { name: node.name, op: 'Cast', inputs: [product.name], attrs: { SrcT: bfloat16, DstT: float32 } };
      return [...casts, product, result];
    });
}
