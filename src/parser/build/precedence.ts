/** Operator precedence: which operands belong to which operator. */
import type { BinaryOperator } from '../tree/expressions.ts';

interface Row {
  /** Higher binds tighter. */
  readonly level: number;
  readonly associates: 'left' | 'right' | 'none';
}

/** Loosest first; `|>` is looser than all of them, and the prefixes `-` and `!` come between `*` and `^`. */
export const precedence: Readonly<Record<BinaryOperator, Row>> = {
  '==': { level: 1, associates: 'none' },
  '!=': { level: 1, associates: 'none' },
  '<': { level: 1, associates: 'none' },
  '<=': { level: 1, associates: 'none' },
  '>': { level: 1, associates: 'none' },
  '>=': { level: 1, associates: 'none' },
  '+': { level: 2, associates: 'left' },
  '-': { level: 2, associates: 'left' },
  '*': { level: 3, associates: 'left' },
  '/': { level: 3, associates: 'left' },
  '%': { level: 3, associates: 'left' },
  '^': { level: 5, associates: 'right' },
};

/** `-x^2` is -(x^2) and `-x * y` is (-x) * y. */
const prefixLevel = 4;

export interface Operand<T> {
  readonly prefixCount: number;
  readonly value: T;
}

/**
 * Precedence climbing over `operands[0] operators[0] operands[1] …` (one more operand than operators).
 *
 * @param unary builds a prefixed value from the index of its operand and of its prefix, outermost first.
 * @param binary builds an operation from the index of its operator.
 */
export function climb<T>(
  operands: readonly Operand<T>[],
  operators: readonly BinaryOperator[],
  unary: (operand: number, prefix: number, value: T) => T,
  binary: (operator: number, left: T, right: T) => T,
): T {
  /** The index of the next operand; that of the operator before it is `next - 1`. */
  let next = 0;

  function from(level: number): T {
    const at = next++;
    const { prefixCount, value } = operands[at]!;
    let left = value;
    if (prefixCount > 0) {
      left = goOn(value, prefixLevel);
      for (let i = prefixCount - 1; i >= 0; i--) left = unary(at, i, left);
    }
    return goOn(left, level);
  }

  /** Takes every operator that binds at least as tightly as `level`. */
  function goOn(start: T, level: number): T {
    let left = start;
    for (;;) {
      const at = next - 1;
      const operator = operators[at];
      const row = operator && precedence[operator];
      if (!row || row.level < level) return left;
      left = binary(at, left, from(row.associates === 'right' ? row.level : row.level + 1));
    }
  }

  return from(0);
}
