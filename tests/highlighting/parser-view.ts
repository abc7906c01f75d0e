/** Text → what the parser takes each word, number, string and comment for, as the scope that it should have. */
import type { CstNode, IToken } from 'chevrotain';
import { GanParser } from '../../src/parser/gan-parser.ts';
import { lex } from '../../src/parser/lexer/lex.ts';
import { split } from '../../src/parser/recovery/split.ts';
import { hardWords, softWords } from '../../src/parser/lexer/vocabulary.ts';
import * as t from '../../src/parser/tokens/tokens.ts';

export interface Expectation {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The beginning of the innermost scope. */
  readonly scope: string;
  /** The keyword for which the parser took this word. */
  readonly keyword?: string;
}

/** Grammar rule and position in it → scope; where these are not enough, the surrounding rule comes first. */
const names: Readonly<Record<string, string>> = {
  'model.Identifier': 'entity.name.namespace',
  'import.library': 'entity.name.namespace',
  'import.namespace': 'entity.name.namespace',
  'importName.name': 'variable.other',
  'importName.as': 'variable.other',
  'module.library': 'entity.name.namespace',
  'assignment.Identifier': 'entity.name.variable',
  'data.Identifier': 'entity.name',
  'data.field.Identifier': 'entity.name.variable.data',
  'tupleType.field.Identifier': 'variable.other.member',
  'draw.name': 'entity.name.variable.latent',
  'draw.distribution': 'entity.name.function',
  'network.name': 'entity.name.function.network',
  'block.Identifier': 'entity.name.function.block',
  'fn.Identifier': 'entity.name.function.fn',
  'parameter.Identifier': 'variable.parameter',
  'argument.Identifier': 'variable.parameter',
  'tupleField.Identifier': 'variable.other.member',
  'stage.callee': 'entity.name.function',
  'loop.Identifier': 'entity.name.variable',
  'scan.Identifier': 'entity.name.variable',
  'update.Identifier': 'variable.other',
  'weight.Identifier': 'entity.name.variable',
  'state.Identifier': 'entity.name.variable',
  'for.Identifier': 'entity.name.variable',
  'phase.Identifier': 'entity.name.section',
  'primary.Identifier': 'variable.other',
  'postfix.Identifier': 'variable.other.member',
  'indexItem.NewAxis': 'constant.language.new-axis',
  'tensorType.Identifier': 'support.type',
  'nameReference.Identifier': 'entity.name.function.network',
  'average.as': 'entity.name.function.network',
};

/** Positions where the first of two names is a namespace. */
const namespaced = new Set(['nameReference.Identifier', 'stage.callee', 'primary.Identifier']);

const typeNames = new Set(['tensor', 'image', 'logit', 'prob', 'score', 'class']);

/** What the lexer alone can tell; a soft keyword may be a name. */
function lexical(token: IToken): string | undefined {
  if (token.tokenType === t.True || token.tokenType === t.False) return 'constant.language.boolean';
  if (hardWords.has(token.tokenType)) return 'keyword.';
  if (token.tokenType === t.NumberLiteral) return 'constant.numeric';
  if (token.tokenType === t.StringLiteral || token.tokenType === t.UnterminatedString) return 'string.';
  return undefined;
}

const parser = new GanParser(true);

export function parserView(text: string): Expectation[] {
  const { tokens, comments, diagnostics } = lex({ name: 'highlighted.gan', text });
  const found: Expectation[] = comments.map(({ span: { start, end }, text, documentation }) => {
    return { start, end, text, scope: documentation ? 'comment.line.documentation' : 'comment.line.double-slash' };
  });
  const expect = (token: IToken, scope: string, keyword?: string): void => {
    const { startOffset: start, image } = token;
    found.push({ start, end: start + image.length, text: image, scope, ...(keyword ? { keyword } : {}) });
  };

  for (const token of tokens) {
    const scope = lexical(token);
    if (scope) expect(token, scope, hardWords.has(token.tokenType) ? token.tokenType.name : undefined);
  }

  // In a declaration that does not parse, or where the parser reads a lookalike (`|`) as a symbol, nobody can say which
  // soft keyword is a name.
  for (const piece of diagnostics.length === 0 ? split(tokens) : []) {
    if (!piece.known) continue;
    parser.input = [...piece.tokens];
    const cst: CstNode = parser.declaration();
    if (parser.errors.length === 0) walk(cst, '');
  }

  function walk(node: CstNode, around: string): void {
    for (const [label, elements] of Object.entries(node.children)) {
      for (const element of elements) {
        if ('children' in element) walk(element, node.name);
        else if (element.image !== '') word(node, label, around, element);
      }
    }
  }

  function word(node: CstNode, label: string, around: string, token: IToken): void {
    const type = token.tokenType;
    if (softWords.has(type) && (label === type.name || label === 'unit')) return expect(token, 'keyword.', type.name);
    const place = `${node.name}.${label}`;
    if (namespaced.has(place) && 'Dot' in node.children && node.children[label]?.[0] === token)
      return expect(token, 'entity.name.namespace');
    if (place === 'primary.Identifier' && 'callArguments' in node.children)
      return expect(token, 'entity.name.function');
    if (place === 'tensorType.Identifier' && !typeNames.has(token.image)) return;
    const scope = names[`${around}.${place}`] ?? names[place];
    if (scope) return expect(token, scope);
    const isName = type === t.Identifier || softWords.has(type) || type === t.NewAxis;
    if (isName) throw new Error(`The table of names has no row for ${place} (in ${around}): \`${token.image}\``);
  }
  return found;
}
