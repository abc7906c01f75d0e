/** Chevrotain's parser with its methods made public, so that rules can be defined with the declarations they parse. */
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

/** The methods that rules are written with. The second use of a token or rule within a rule is numbered: `CONSUME2`. */
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

/** A rule becomes a member of the parser, so it must not have the name of an existing one. */
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
