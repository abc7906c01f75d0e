/** The parser of one declaration: the shared grammar and the rules of each kind. `split.ts` cuts a file into them. */
import { declarationList } from './declarations/index.ts';
import { Grammar } from './grammar/grammar.ts';
import type { Rule } from './grammar/open-parser.ts';
import { tokenTypes } from './lexer/vocabulary.ts';

export class GanParser extends Grammar {
  readonly declaration: Rule;

  constructor(skipValidations: boolean) {
    super(tokenTypes, skipValidations);
    const alternatives = declarationList.map(({ grammar }) => {
      const rule = grammar(this);
      return { ALT: () => this.SUBRULE(rule) };
    });
    this.declaration = this.RULE('declaration', () => void this.OR(alternatives));
    this.performSelfAnalysis();
  }
}
