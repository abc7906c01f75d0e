/**
 * Sizes: whole numbers or, while a template is checked at its declaration, expressions in the names of its signature:
 * `h / 2`, `4 * 2^stage`. Symbolic sizes are polynomials in normal form, so that `h * w` and `w * h` are the same, and
 * a difference can be decided: always zero, never zero, or open until the template is used.
 */

export type Size = number | SymbolicSize;

/** A name of a signature, or an expression that cannot be broken down further, such as `ceil(h / 2)`. */
interface Atom {
  /** Equal only for equal atoms. */
  readonly key: string;
  readonly text: string;
  /** Known to be at least 1, as sizes of arguments are. */
  readonly positive: boolean;
  /** Known to be a whole number; `h / w` is not. */
  readonly whole: boolean;
}

/** `3 · h²·w`: the atoms sorted by key, each repeated according to its power. */
interface Term {
  readonly factor: number;
  readonly atoms: readonly Atom[];
}

export class SymbolicSize {
  /** Without zero terms; keyed by the keys of their atoms, the constant term under ''. */
  readonly terms: ReadonlyMap<string, Term>;

  constructor(terms: ReadonlyMap<string, Term>) {
    this.terms = terms;
  }

  toString(): string {
    return formatSize(this);
  }
}

const keyOf = (atoms: readonly Atom[]): string => atoms.map((atom) => atom.key).join('·');

function fromTerms(terms: Iterable<Term>): Size {
  const sum = new Map<string, Term>();
  for (const term of terms) {
    const key = keyOf(term.atoms);
    const factor = (sum.get(key)?.factor ?? 0) + term.factor;
    // 1/3 + 1/3 + 1/3 is 1: factors that are nearly whole come from divisions that cancel out.
    const rounded = Math.abs(factor - Math.round(factor)) < 1e-9 ? Math.round(factor) : factor;
    sum.set(key, { factor: rounded, atoms: term.atoms });
  }
  for (const [key, { factor }] of sum) if (factor === 0) sum.delete(key);
  if (sum.size === 0) return 0;
  const constant = sum.get('');
  return constant && sum.size === 1 ? constant.factor : new SymbolicSize(sum);
}

const termsOf = (size: Size): readonly Term[] =>
  typeof size === 'number' ? [{ factor: size, atoms: [] }] : [...size.terms.values()];

const ofAtom = (atom: Atom): Size => new SymbolicSize(new Map([[atom.key, { factor: 1, atoms: [atom] }]]));

/** An operation that cannot be carried out before the names have values. */
function postponed(text: string, key: string, known: { positive?: boolean; whole?: boolean } = {}): Size {
  const atom = { positive: known.positive ?? false, whole: known.whole ?? false };
  if (key.length <= longestKey) return ofAtom({ ...atom, key, text });
  return ofAtom({ ...atom, key: `#${digestOf(key)}`, text: '…' });
}

/**
 * Longer keys are replaced by digests: in a loop that nests `ceil(ceil(h / 2) / 2)`, keys would grow with every
 * iteration.
 */
const longestKey = 200;

/** A 64-bit hash of a key: FNV-1a, once forwards and once backwards. */
function digestOf(key: string): string {
  let [a, b] = [0x811c9dc5, 0x811c9dc5];
  for (let i = 0; i < key.length; i++) {
    a = Math.imul(a ^ key.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ key.charCodeAt(key.length - 1 - i), 0x01000193);
  }
  return (a >>> 0).toString(16) + (b >>> 0).toString(16).padStart(8, '0');
}

// ── making sizes ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The size of an argument to come: a whole number, at least 1. */
export function sizeVariable(name: string, identity: string = name): Size {
  return ofAtom({ key: identity, text: name, positive: true, whole: true });
}

/** A numeric argument to come; nothing is known about it, not even that it is whole. */
export function numberVariable(name: string, identity: string = name): Size {
  return ofAtom({ key: identity, text: name, positive: false, whole: false });
}

// ── arithmetic ──────────────────────────────────────────────────────────────────────────────────────────────────────

export function add(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return fromTerms([...termsOf(a), ...termsOf(b)]);
}

export function negate(a: Size): Size {
  return multiply(a, -1);
}

export function subtract(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return add(a, negate(b));
}

/** Longer products are kept as written: multiplied out, they would grow without bound. */
const mostTerms = 64;

export function multiply(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  const [left, right] = [termsOf(a), termsOf(b)];
  if (left.length * right.length > mostTerms) return operation(a, '*', b, { whole: isWhole(a) && isWhole(b) });
  const sorted = (atoms: Atom[]): Atom[] => atoms.sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0));
  return fromTerms(
    left.flatMap((x) => right.map((y) => ({ factor: x.factor * y.factor, atoms: sorted([...x.atoms, ...y.atoms]) }))),
  );
}

export function product(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(multiply, 1);
}

/** The divisor must not be the number 0. */
export function divide(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  if (typeof b === 'number') return multiply(a, 1 / b);
  const [by, ...more] = termsOf(b);
  const shares = more.length === 0 ? termsOf(a).map((term) => dividedTerm(term, by!)) : [null];
  return shares.includes(null) ? operation(a, '/', b) : fromTerms(shares as Term[]);
}

function dividedTerm(term: Term, by: Term): Term | null {
  const atoms = [...term.atoms];
  for (const atom of by.atoms) {
    const at = atoms.findIndex((other) => other.key === atom.key);
    if (at < 0) return null;
    atoms.splice(at, 1);
  }
  return { factor: term.factor / by.factor, atoms };
}

/** Has the sign of the divisor, as in the language. */
export function remainder(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a - b * Math.floor(a / b);
  if (isWhole(divide(a, b))) return 0;
  return operation(a, '%', b, { whole: isWhole(a) && isWhole(b) });
}

export function power(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a ** b;
  if (typeof b === 'number' && Number.isInteger(b) && b >= 0 && b <= 4) {
    return product(new Array<Size>(b).fill(a));
  }
  return operation(a, '^', b, {
    positive: typeof a === 'number' && a >= 1 && isPositive(b),
    whole: isWhole(a) && isWhole(b) && isPositive(b),
  });
}

export function ceil(a: Size): Size {
  return rounded('ceil', a);
}

export function floor(a: Size): Size {
  return rounded('floor', a);
}

/** Rounds only the part that may be fractional: `floor(h / 2 + 1)` is `floor(h / 2) + 1`. */
function rounded(name: 'ceil' | 'floor', a: Size): Size {
  if (typeof a === 'number') return Math[name](a);
  const constant = a.terms.get('')?.factor ?? 0;
  const outside = name === 'ceil' ? Math.floor(constant) : Math.ceil(constant);
  const whole = fromTerms([
    ...termsOf(a).filter((term) => term.atoms.length > 0 && isWholeTerm(term)),
    { factor: outside, atoms: [] },
  ]);
  const rest = subtract(a, whole);
  if (typeof rest === 'number') return add(whole, Math[name](rest));
  const positive = name === 'ceil' ? isPositive(rest) : leastOf(rest) >= 1;
  return add(
    whole,
    postponed(`${name}(${formatQuotient(rest)})`, `${name}(${identityOf(rest)})`, { positive, whole: true }),
  );
}

/** The larger of two sizes. */
export function maximum(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return Math.max(a, b);
  if (isLess(a, b)) return b;
  if (isLess(b, a) || compare(a, b) === 'equal') return a;
  return postponed(
    `max(${formatSize(a)}, ${formatSize(b)})`,
    `max(${[identityOf(a), identityOf(b)].sort().join(', ')})`,
    { positive: Math.max(leastOf(a), leastOf(b)) >= 1, whole: isWhole(a) && isWhole(b) },
  );
}

function operation(a: Size, symbol: string, b: Size, known: { positive?: boolean; whole?: boolean } = {}): Size {
  return postponed(
    `${formatFactor(a)}${symbol === '^' ? symbol : ` ${symbol} `}${formatFactor(b)}`,
    `(${identityOf(a)} ${symbol} ${identityOf(b)})`,
    known,
  );
}

// ── what is known ───────────────────────────────────────────────────────────────────────────────────────────────────

export function isKnown(size: Size): size is number {
  return typeof size === 'number';
}

/** Whether the size is a whole number, whatever its names stand for. */
export function isWhole(size: Size): boolean {
  return termsOf(size).every(isWholeTerm);
}

const isWholeTerm = ({ factor, atoms }: Term): boolean => Number.isInteger(factor) && atoms.every((atom) => atom.whole);

/** A lower bound of the size, whatever its names stand for; −Infinity if none is known. */
function leastOf(size: Size): number {
  const terms = termsOf(size);
  const bounded = terms.every(
    ({ factor, atoms }) => atoms.length === 0 || (factor > 0 && atoms.every((atom) => atom.positive)),
  );
  return bounded ? terms.reduce((sum, { factor }) => sum + factor, 0) : -Infinity;
}

const isPositive = (size: Size): boolean => leastOf(size) > 0;

/** Whether two sizes are the same: always, never, or depending on what the names stand for. */
export function compare(a: Size, b: Size): 'equal' | 'different' | 'open' {
  const difference = subtract(a, b);
  if (typeof difference === 'number') return difference === 0 ? 'equal' : 'different';
  return isPositive(difference) || isPositive(negate(difference)) ? 'different' : 'open';
}

/** Whether `a` is less than `b`, whatever the names stand for. */
export function isLess(a: Size, b: Size): boolean {
  const difference = subtract(b, a);
  return typeof difference === 'number' ? difference > 0 : isPositive(difference);
}

/** Whether the shapes may be the same: no axis is certain to differ. */
export function mayBeSameShape(a: readonly Size[], b: readonly Size[]): boolean {
  return a.length === b.length && a.every((size, axis) => compare(size, b[axis]!) !== 'different');
}

export function isConcrete(shape: readonly Size[]): shape is readonly number[] {
  return shape.every(isKnown);
}

// ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function identityOf(size: Size): string {
  if (typeof size === 'number') return String(size);
  return [...size.terms.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { factor }]) => `${factor}·${key}`)
    .join('+');
}

/** `h / 2`, `4 * h * w + 1` */
export function formatSize(size: Size): string {
  if (typeof size === 'number') return String(size);
  // The constant comes last, as people write it.
  const terms = termsOf(size).toSorted((a, b) => Number(a.atoms.length === 0) - Number(b.atoms.length === 0));
  return terms
    .map((term, i) => {
      const text = formatTerm({ ...term, factor: Math.abs(term.factor) });
      if (i === 0) return term.factor < 0 ? `-${text}` : text;
      return `${term.factor < 0 ? '-' : '+'} ${text}`;
    })
    .join(' ');
}

function formatTerm({ factor, atoms }: Term): string {
  if (atoms.length === 0) return String(factor);
  const names = atoms.map((atom) => atom.text).join(' * ');
  if (factor === 1) return names;
  const share = 1 / factor;
  if (factor < 1 && Math.abs(share - Math.round(share)) < 1e-9) return `${names} / ${Math.round(share)}`;
  return `${factor} * ${names}`;
}

/** `(h - 1) / 2`, not `h / 2 - 0.5`. */
function formatQuotient(size: Size): string {
  const isDividend = (whole: Size): boolean => termsOf(whole).every(({ factor }) => Number.isInteger(factor));
  for (let divisor = 1; divisor <= 64; divisor++) {
    const dividend = multiply(size, divisor);
    if (isDividend(dividend)) return divisor === 1 ? formatSize(size) : `${formatFactor(dividend)} / ${divisor}`;
  }
  return formatSize(size);
}

/** The size as a factor of a product: `(h + 1)`, but `h` and `ceil(h / 2)`. */
export function formatFactor(size: Size): string {
  const text = formatSize(size);
  return /^[\w.]+(?:\([^()]*\))?$/.test(text) ? text : `(${text})`;
}
