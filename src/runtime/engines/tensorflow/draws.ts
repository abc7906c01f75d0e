/**
 * Draws as nodes of TensorFlow's graph, identical bit for bit to those of `random.ts`: TensorFlow's stateless generator
 * is the same Philox4x32-10 and accepts our key and counter.
 */
import type { AttrValue, GraphDefBuilder } from '../../../compiler/emit/graph-def.ts';
import { sizeOf, type Distribution, type TensorType } from '../../../compiler/graph/graph.ts';
import { wordsOfKey, type RandomKey } from '../../random.ts';

/** What a draw needs from the host: key low and high, block, attempt, step low and high, as 32-bit words. */
export const WORDS_OF_A_DRAW = 6;

export function wordsOfDraw(randomKey: RandomKey): Int32Array {
  const { key, counter } = wordsOfKey(randomKey);
  return Int32Array.of(...key, ...counter);
}

/** Whether the graph can make the draw. A truncated normal is redrawn until it fits, which a fixed graph cannot do. */
export const isDrawn = ({ kind }: Distribution): boolean => kind !== 'truncated-normal';

const float32: AttrValue = { type: 'float32' };
const float64: AttrValue = { type: 'float64' };
const int32: AttrValue = { type: 'int32' };
const uint32: AttrValue = { type: 'uint32' };
const uint64: AttrValue = { type: 'uint64' };
const bool: AttrValue = { type: 'bool' };

const TO_UNIT = 2 ** -32;

/** @param row the draw's words, int32[6] */
export function emitDraw(b: GraphDefBuilder, distribution: Distribution, { shape }: TensorType, row: string): string {
  const size = sizeOf(shape);
  const words = emitWords(b, row, Math.ceil(size / 4));
  const first = (values: string, attrs: AttrValue) =>
    b.add('Slice', [values, b.integers([0]), b.integers([size])], { T: attrs, Index: int32 });
  const shaped = (values: string, attrs: AttrValue) =>
    b.add('Reshape', [values, b.integers(shape)], { T: attrs, Tshape: int32 });
  const number = (value: number) => b.constant('float64', [], [value]);
  const binary = (op: string, x: string, y: string, attrs = float64) => b.add(op, [x, y], { T: attrs });
  const unary = (op: string, x: string) => b.add(op, [x], { T: float64 });
  const cast = (x: string, from: AttrValue, to: AttrValue) => b.add('Cast', [x], { SrcT: from, DstT: to });
  /** Rounded to float32 before and after, as on the host. */
  const affine = (values: string, scale: number, offset: number): string => {
    if (scale === 1 && offset === 0) return values;
    const scaled = binary('Mul', cast(values, float32, float64), number(scale));
    return cast(binary('AddV2', scaled, number(offset)), float64, float32);
  };

  switch (distribution.kind) {
    case 'normal': {
      // Box & Muller 1958: two words give two normals.
      const pairs = b.add('Reshape', [words, b.integers([-1, 2])], { T: uint32, Tshape: int32 });
      const unit = (column: number) => {
        const part = b.add('Slice', [pairs, b.integers([0, column]), b.integers([-1, 1])], {
          T: uint32,
          Index: int32,
        });
        return cast(part, uint32, float64);
      };
      const logarithm = unary('Log', binary('Mul', binary('AddV2', unit(0), number(0.5)), number(TO_UNIT)));
      const radius = unary('Sqrt', binary('Mul', logarithm, number(-2)));
      const angle = binary('Mul', unit(1), number(TO_UNIT * 2 * Math.PI));
      const both = b.add(
        'ConcatV2',
        [binary('Mul', radius, unary('Cos', angle)), binary('Mul', radius, unary('Sin', angle)), b.integer(1)],
        { N: { i: 2 }, T: float64, Tidx: int32 },
      );
      const flat = b.add('Reshape', [both, b.integers([-1])], { T: float64, Tshape: int32 });
      const values = cast(first(flat, float64), float64, float32);
      return shaped(affine(values, distribution.std, distribution.mean), float32);
    }
    case 'uniform': {
      const top = binary('RightShift', first(words, uint32), b.constant('uint32', [], [8]), uint32);
      const unit = binary('Mul', cast(top, uint32, float32), b.constant('float32', [], [2 ** -24]), float32);
      return shaped(affine(unit, distribution.high - distribution.low, distribution.low), float32);
    }
    case 'bernoulli': {
      // word < bound, both offset by half of the range, because there is no comparison of unsigned integers.
      const bound = Math.ceil(distribution.p * 2 ** 32);
      if (bound >= 2 ** 32) return b.add('Fill', [b.integers(shape), b.constant('float32', [], [1])], { T: float32 });
      const moved = binary('BitwiseXor', first(words, uint32), b.constant('uint32', [], [2 ** 31]), uint32);
      const signed = b.add('Bitcast', [moved], { T: uint32, type: int32 });
      const below = binary('Less', signed, b.constant('int32', [], [bound - 2 ** 31]), int32);
      return shaped(cast(below, bool, float32), float32);
    }
    case 'categorical': {
      const unit = binary('Mul', cast(first(words, uint32), uint32, float64), number(TO_UNIT));
      const classes = unary('Floor', binary('Mul', unit, number(distribution.classes)));
      return shaped(cast(classes, float64, int32), int32);
    }
    case 'truncated-normal':
      throw new Error('a truncated normal is drawn on the host');
  }
}

/** The words of the given number of blocks, uint32[4 · blocks]. */
function emitWords(b: GraphDefBuilder, row: string, blocks: number): string {
  const part = (begin: number, size: number) => {
    const words = b.add('Slice', [row, b.integers([begin]), b.integers([size])], { T: int32, Index: int32 });
    const pairs = b.add('Reshape', [words, b.integers([size / 2, 2])], { T: int32, Tshape: int32 });
    return b.add('Bitcast', [pairs], { T: int32, type: uint64 });
  };
  const philox = b.integer(1);
  return b.add('StatelessRandomUniformFullIntV2', [b.integers([4 * blocks]), part(0, 2), part(2, 4), philox], {
    dtype: uint32,
    Tshape: int32,
  });
}
