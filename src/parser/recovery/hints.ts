/** Words for slips that a rule of the grammar cannot explain by itself. */
import type { IToken } from 'chevrotain';
import type { SourceFile } from '../../diagnostics/source.ts';
import * as t from '../lexer/tokens.ts';

/** The names that a rule asks for. */
export const nameOf: Readonly<Record<string, string>> = {
  model: 'the name of the model',
  assignment: 'a name',
  data: 'the name of the data',
  field: 'the name of a field',
  network: 'the name of a network',
  block: 'the name of the block',
  fn: 'the name of the function',
  parameter: 'the name of a parameter',
  names: 'the name of a network',
  clip: 'the name of a network',
  average: 'the name of a network',
  stage: 'the name of a loop variable',
  postfix: 'the name of a value',
};

/** What a list that may not be empty begins with. */
export const firstOf: Readonly<Record<string, string>> = {
  names: 'the name of a network',
  tupleType: 'the name of a field',
  network: 'the name of an option, as in `with init: normal(0.02)`,',
};

/** What a rule with several ways on expects, where that is neither a value nor a type nor a stage. */
export const choiceOf: Readonly<Record<string, string>> = {
  data: '`:` and a type, or `{` and fields',
  network: '`(` and parameters, or `like` and a network',
  schedule: '`steps` or `epochs`',
};

interface Slip {
  readonly source: SourceFile;
  /** The grammar's rule. */
  readonly rule: string;
  /** The text of the token that it expects; '' when that is no single one. */
  readonly expected: string;
  /** What stands there; nothing at the end of the declaration. */
  readonly token: IToken | undefined;
  readonly previous: IToken | undefined;
}

/** A row fits if everything it names fits; the first that does is taken. */
interface Hint {
  readonly rule?: string;
  readonly expected?: string;
  readonly found?: readonly string[];
  readonly previous?: string;
  readonly help: string;
}

const hints: readonly Hint[] = [
  { previous: ',', found: [')', ']', '}', '{'], help: 'a comma promises another one after it: remove the comma' },
  { previous: 'return', help: 'a body’s last expression is its value: leave out `return`' },
  {
    rule: 'assignment',
    expected: '=',
    found: ['~'],
    help: 'a draw needs no `let`: write `t ~ …` in a body, `latent z ~ …` outside',
  },
  { rule: 'assignment', expected: '=', found: ['('], help: 'a function is declared with `fn name(x) { … }`' },
  { rule: 'assignment', expected: '=', found: [':'], help: 'a name takes the type of its value: leave the type out' },
  {
    rule: 'actions',
    expected: '{',
    found: ['batch'],
    help: 'a comma stands before `batch`: `train for 100 epochs, batch 64 { … }`',
  },
  { rule: 'actions', expected: '}', found: ['let'], help: '`let` stands outside of `train`: name the value above it' },
  {
    rule: 'actions',
    expected: '}',
    help: 'a train block is made of `minimize`, `repeat`, `every`, `clip` and `average`',
  },
  { rule: 'body', expected: '}', found: ['let'], help: 'a body’s value comes last: move the `let` above it' },
  { rule: 'body', expected: '}', help: 'a body is `let` lines and draws, then one expression: its value' },
  { rule: 'parameters', expected: ')', found: ['->', '{'], help: 'close the parameters with `)` first' },
  { rule: 'body', expected: '{', found: ['->'], help: 'a function’s type follows from its body: leave it out' },
  { rule: 'report', expected: '}', help: 'what stands here are calls such as `fid(fake, x)`' },
  { rule: 'train', expected: 'for', help: 'write `train for 5_000 steps, batch 256 { … }`' },
  { rule: 'schedule', help: 'a duration counts steps or epochs: `16 steps`, `5 epochs`' },
  { rule: 'range', expected: '..', help: 'a range is written `-1..1`; both ends belong to it' },
  { rule: 'minimize', expected: 'over', help: 'write `minimize LOSS over NETWORK using adam(1e-4)`' },
  { rule: 'average', help: 'write `average G as G_ema decay 0.999`' },
  {
    rule: 'stage',
    help: 'after |> comes a layer or function such as `dense(128)`, `repeat(2) { … }` or `for i in 1..3 { … }`; or remove the |>',
  },
  { rule: 'stages', expected: '}', help: 'a block of stages holds stages joined by |>' },
  {
    rule: 'callArguments',
    expected: ')',
    help: 'arguments are separated by commas, and named with a colon: `ring(modes: 8, std: 0.01)`',
  },
  { rule: 'data', expected: 'from', help: 'say where the data come from: `data x: tensor[2] from ring(modes: 8)`' },
  { found: ['and', 'or'], help: 'there is no logical “and” or “or”; state each `expect` on its own' },
  { found: ['..'], help: 'a range stands in an argument, an index or after `in` and `to`' },
  { found: ['->'], help: 'an arrow stands in a signature, or in an argument such as `linear(2e-4 -> 0)`' },
  { found: ['<-'], help: 'if this compares with a negative number, put a space between: `x < -1`' },
  { found: ['='], help: 'a value is named by `let name = …`' },
  { found: [')', ']', '}'], help: 'remove it, or add what opens it' },
];

export function hintFor(slip: Slip): string | undefined {
  const { source, rule, expected, token, previous } = slip;
  if (token && previous?.tokenType === t.NumberLiteral && previous.endOffset! + 1 === token.startOffset) {
    if (/^[A-Za-z_]/.test(token.image)) return `to multiply, write \`${previous.image} * ${token.image}\``;
  }
  if (token?.tokenType === t.Dot) {
    const digits = /^\d+/.exec(source.text.slice(token.endOffset! + 1));
    if (digits) return `a fraction begins with a digit: \`0.${digits[0]}\``;
  }
  return hints.find(
    (hint) =>
      (hint.rule === undefined || hint.rule === rule) &&
      (hint.expected === undefined || hint.expected === expected) &&
      (hint.found === undefined || (token !== undefined && hint.found.includes(token.image))) &&
      (hint.previous === undefined || hint.previous === previous?.image),
  )?.help;
}
