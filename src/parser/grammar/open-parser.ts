/** Chevrotain's parser with its methods open, so that a rule can be written outside of the class, beside what it is about. */
import {
  CstParser,
  type CstNode,
  type IParserConfig,
  type IRecognitionException,
  type IToken,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';

export type Rule = ParserMethod<[], CstNode>;

/** What rules are written with. A rule that uses a token or a rule twice numbers the second use: `CONSUME2`. */
export interface RuleMethods {
  RULE(name: string, implementation: () => void): Rule;
  readonly CONSUME: CstParser['CONSUME'];
  readonly CONSUME2: CstParser['CONSUME2'];
  readonly CONSUME3: CstParser['CONSUME3'];
  readonly SUBRULE: CstParser['SUBRULE'];
  readonly SUBRULE2: CstParser['SUBRULE2'];
  readonly OPTION: CstParser['OPTION'];
  readonly OPTION2: CstParser['OPTION2'];
  readonly OPTION3: CstParser['OPTION3'];
  readonly OR: CstParser['OR'];
  readonly OR2: CstParser['OR2'];
  readonly MANY: CstParser['MANY'];
  readonly MANY2: CstParser['MANY2'];
  readonly MANY_SEP: CstParser['MANY_SEP'];
  readonly AT_LEAST_ONE_SEP: CstParser['AT_LEAST_ONE_SEP'];
  readonly LA: CstParser['LA'];
}

interface Open extends RuleMethods {
  input: IToken[];
  readonly errors: IRecognitionException[];
  readonly performSelfAnalysis: CstParser['performSelfAnalysis'];
}

/** A rule becomes a member of the parser, and so must not take the place of one that is there. */
class CheckedParser extends CstParser {
  protected override RULE<F extends () => void>(name: string, implementation: F): ParserMethod<Parameters<F>, CstNode> {
    if (name in CstParser.prototype)
      throw new Error(`Chevrotain's parser has a \`${name}\` itself: name the rule otherwise`);
    return super.RULE(name, implementation);
  }
}

export const OpenParser = CheckedParser as unknown as abstract new (
  vocabulary: TokenType[],
  config: IParserConfig,
) => Open;
