/** Texts for slips that the grammar alone cannot explain. */
import type { IToken } from 'chevrotain';
import { listed } from '../../diagnostics/catalogue/wording.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { actions } from '../declarations/actions.ts';
import { declarationList } from '../declarations/index.ts';
import * as t from '../tokens/tokens.ts';

/** The name that each rule expects. */
export const nameOf: Readonly<Record<string, string>> = {
  assignment: 'a name',
  field: 'the name of a field',
  parameter: 'the name of a parameter',
  names: 'the name of a network',
  stage: 'the name of a layer, block or function',
  loop: 'the name of a loop variable',
  nameReference: 'the name of a network',
  postfix: 'the name of a value',
  ...Object.assign({}, ...[...declarationList, ...Object.values(actions)].map(({ asksFor }) => asksFor)),
};

/** For rules with a list that may not be empty: its first item. */
export const firstOf: Readonly<Record<string, string>> = {
  names: 'the name of a network',
  tupleType: 'the name of a field',
  import: 'the name of what is imported',
  network: 'the name of an option, as in `with init: normal(0.02)`,',
};

/** What a rule with several alternatives expects, unless that is a value, a type or a stage. */
export const choiceOf: Readonly<Record<string, string>> = {
  import: 'the names to import',
  module: 'a file such as `"layers.gan"`, or the name of a module',
  choice: '`{`, or `if` and a condition',
  stageChoice: '`{`, or `if` and a condition',
  data: '`:` and a type, or `{` and fields',
  network: '`(` and parameters, or `like` and a network',
  schedule: '`steps` or `epochs`',
};

interface Slip {
  readonly source: SourceFile;
  /** The grammar rule being parsed. */
  readonly rule: string;
  /** The text of the token that it expects; '' when there is more than one. */
  readonly expected: string;
  /** The token found instead; undefined at the end of the declaration. */
  readonly token: IToken | undefined;
  readonly previous: IToken | undefined;
}

/** A row applies if every condition in it holds; the first one that applies is used. */
interface Hint {
  readonly rule?: string;
  readonly expected?: string;
  readonly found?: readonly string[];
  readonly previous?: string;
  readonly help: string;
}

const wholeImport = '`import residual from "layers.gan"`, or `import "layers.gan" as layers` for all of it';

const strayIf = 'a choice is a value, `if a { … } else { … }`, or a stage of a pipe, `|> if a { … }`';
const strayElse = '`else` follows the `}` of an `if`: `if a { … } else { … }`';

const hints: readonly Hint[] = [
  { rule: 'import', found: ['{'], help: `names are written without braces: ${wholeImport}` },
  { rule: 'import', found: ['*'], help: 'to import all of a module, give it a name: `import "layers.gan" as layers`' },
  {
    rule: 'import',
    expected: 'from',
    found: ['.'],
    help: 'a module is one name, or a file in quotes: `import residual from "models/layers.gan"`',
  },
  { rule: 'import', help: `write ${wholeImport}` },
  { rule: 'module', help: `write ${wholeImport}` },
  { rule: 'choice', expected: 'else', found: ['elif', 'elseif', 'elsif'], help: 'write `else if`' },
  {
    rule: 'choice',
    expected: 'else',
    help: 'a value needs both: `if a { … } else { … }`; a stage may do without `else`',
  },
  { found: ['elif', 'elseif', 'elsif'], help: 'write `else if`' },
  // Where a name is expected, these do not apply: there, the reserved word itself is the mistake.
  { expected: '', found: ['if'], help: strayIf },
  { expected: '}', found: ['if'], help: strayIf },
  { expected: '', found: ['else'], help: strayElse },
  { expected: '}', found: ['else'], help: strayElse },
  { found: ['then'], help: 'a choice is written `if a { … } else { … }`' },
  { previous: ',', found: [')', ']', '}', '{'], help: 'nothing follows this comma: remove it' },
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
    help: 'put a comma before `batch`: `train for 100 epochs, batch 64 { … }`',
  },
  { rule: 'actions', expected: '{', previous: 'train', help: 'write `train for 5_000 steps, batch 256 { … }`' },
  { rule: 'actions', expected: '}', found: ['let'], help: '`let` goes outside `train`: name the value above it' },
  {
    rule: 'actions',
    expected: '}',
    help: `a train block is made of ${listed(Object.keys(actions), 'and')}`,
  },
  { rule: 'body', expected: '}', found: ['let'], help: 'a body’s value comes last: move the `let` above it' },
  { rule: 'body', expected: '}', help: 'a body is `let` lines and draws, followed by one expression, its value' },
  { rule: 'parameters', expected: ')', found: ['->', '{'], help: 'close the parameters with `)` first' },
  { rule: 'body', expected: '{', found: ['->'], help: 'a function’s type follows from its body: leave it out' },
  { rule: 'report', expected: '}', help: 'only calls such as `fid(fake, x)` go here' },
  { rule: 'schedule', help: 'a duration counts steps or epochs: `16 steps`, `5 epochs`' },
  { rule: 'range', expected: '..', help: 'a range is written `-1..1`; both ends are included' },
  { rule: 'minimize', expected: 'over', help: 'write `minimize LOSS over NETWORK using adam(1e-4)`' },
  { rule: 'minimize', expected: 'minibatches', help: 'write `accumulating 4 minibatches`' },
  { rule: 'phase', help: 'write `phase pretrain for 500 steps { … }`' },
  { rule: 'for', help: 'a loop is written `for i in 1..3 { … }` or `for c in [256, 128] { … }`' },
  { rule: 'average', help: 'write `average G as G_ema decay 0.999`' },
  { rule: 'nameReference', previous: '.', help: 'a network of another module is written `layers.G`' },
  { rule: 'stage', previous: '.', help: 'a layer of another module is written `layers.residual(3)`' },
  { rule: 'loop', help: 'a loop is written `for i in 1..3 { … }` or `for c in [256, 128] { … }`' },
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
  { found: ['and', 'or'], help: 'there is no logical “and” or “or”; write each `expect` separately' },
  { found: ['..'], help: 'a range goes in an argument or an index, or after `in` or `to`' },
  { found: ['->'], help: 'an arrow goes in a signature, or in an argument such as `linear(2e-4 -> 0)`' },
  { found: ['<-'], help: 'if this compares with a negative number, put a space between: `x < -1`' },
  { found: ['='], help: 'to name a value, write `let name = …`' },
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
  if (rule === 'module' && token && /^[a-z]/.test(token.image)) {
    return `\`${token.image}\` is a word of the language; a file goes in quotes: \`"${token.image}.gan"\``;
  }
  return hints.find(
    (hint) =>
      (hint.rule === undefined || hint.rule === rule) &&
      (hint.expected === undefined || hint.expected === expected) &&
      (hint.found === undefined || (token !== undefined && hint.found.includes(token.image))) &&
      (hint.previous === undefined || hint.previous === previous?.image),
  )?.help;
}
