/** Advice for a value that does not have the declared shape or range. */
import { formatInterval, sameInterval, type Interval } from '../../types/interval.ts';
import { compare, divide, isKnown, product, type Size } from '../../types/size.ts';

const same = (a: Size, b: Size): boolean => compare(a, b) === 'equal';

export function argumentAdvice(found: readonly Size[], declared: readonly Size[]): string {
  if (!same(product(found), product(declared))) {
    return 'change the argument, or the declared shape, so that they match';
  }
  return declared.length === 1
    ? 'add `|> flatten` to the argument'
    : `add \`|> reshape(${declared.join(', ')})\` to the argument`;
}

/** How to end a body so that its result has the declared shape; undefined if there is no simple way. */
export function resultAdvice(found: readonly Size[], declared: readonly Size[]): string | undefined {
  const last = String(declared.at(-1));
  if (same(product(found), product(declared))) {
    return declared.length === 1 ? 'end with `flatten`' : `end with \`reshape(${declared.join(', ')})\``;
  }
  if (declared.length === 1) {
    return found.length === 1 ? `end with \`dense(${last})\`` : `end with \`flatten |> dense(${last})\``;
  }
  if (declared.length !== 3 || found.length !== 3) return undefined;
  const [h, w] = found as [Size, Size, Size];
  const [wantedHeight, wantedWidth] = declared as [Size, Size, Size];
  if (same(h, wantedHeight) && same(w, wantedWidth)) return `give the last layer ${last} channels`;
  if (h === 0 || w === 0) return undefined;
  const factor = divide(wantedHeight, h);
  if (!isKnown(factor) || factor === 0 || factor !== divide(wantedWidth, w)) return undefined;
  if (Number.isInteger(factor)) {
    return `make it ${factor} times as high and wide, with \`upsample(${factor})\` or strides`;
  }
  return Number.isInteger(1 / factor)
    ? `make it ${1 / factor} times smaller, with \`avg_pool(${1 / factor})\` or strides`
    : undefined;
}

const symmetric: Interval = [-1, 1];
const unit: Interval = [0, 1];

export function boundingAdvice(declared: Interval): string {
  if (sameInterval(declared, symmetric)) return 'end with `tanh`';
  if (sameInterval(declared, unit)) return 'end with `sigmoid`';
  return `end with \`tanh\` and scale it, or with \`clamp(${declared.join(', ')})\``;
}

export function endAdvice(found: Interval, declared: Interval): string {
  const redeclare = `or declare \`in ${formatInterval(found)}\``;
  const finite = found.every(Number.isFinite);
  if (sameInterval(declared, symmetric) && sameInterval(found, unit))
    return `end with \`tanh\` instead of \`sigmoid\`, ${redeclare}`;
  if (sameInterval(declared, unit) && sameInterval(found, symmetric))
    return `end with \`sigmoid\` instead of \`tanh\`, ${redeclare}`;
  return finite ? `${boundingAdvice(declared)}, ${redeclare}` : boundingAdvice(declared);
}
