/**
 * The grammar of values and types: tokens → concrete syntax tree.
 *
 * Two places are wider than the language, so that a common slip gets its own message from the tree builder instead of a
 * generic one from here: an operator after a pipe stage, and a chain of comparisons.
 *
 * Line breaks mean nothing, with one exception: `(` and `[` bind to what precedes them only on the same line, so that the
 * value of a body may stand in parentheses on a line of its own. A `-` at the start of a line is binary all the same, as
 * in every language without line ends; a body whose value begins with a minus writes it in parentheses.
 */
import { CstParser, type CstNode, type IParserErrorMessageProvider, type ParserMethod } from 'chevrotain';
import * as t from '../lexer/tokens.ts';

/**
 * An exception's message is no text but the name of the token that was expected, or of the rule that found no way on;
 * `syntax-errors.ts` writes the text.
 */
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: ({ ruleName }) => ruleName,
  buildEarlyExitMessage: ({ ruleName }) => ruleName,
};

export type Rule = ParserMethod<[], CstNode>;

export abstract class ExpressionParser extends CstParser {
  protected constructor(skipValidations: boolean) {
    super(t.tokenTypes, {
      recoveryEnabled: true,
      // One token decides nearly everywhere; where two are needed, the rule says so.
      maxLookahead: 1,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider,
      skipValidations,
    });
  }

  /** The next token stands on the line where the last one ended. */
  protected readonly sameLine = (): boolean => this.LA(1).startLine === this.LA(0).endLine;

  // ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────

  protected readonly expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.operation);
    this.MANY(() => this.SUBRULE(this.link));
  });

  /** The operator alternative is the slip `x |> f + y`: an operation has already taken every operator that is its own. */
  private readonly link: Rule = this.RULE('link', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Pipe);
          this.SUBRULE(this.stage);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.BinaryOperator);
          this.SUBRULE(this.operation);
        },
      },
    ]);
  });

  private readonly stage: Rule = this.RULE('stage', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Repeat);
          this.CONSUME(t.LParen);
          this.SUBRULE(this.expression);
          this.CONSUME(t.RParen);
          this.SUBRULE(this.stages);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.For);
          this.CONSUME(t.Identifier, { LABEL: 'variable' });
          this.CONSUME(t.In);
          this.SUBRULE(this.rangeOrValue);
          this.SUBRULE2(this.stages);
        },
      },
      {
        ALT: () => {
          this.CONSUME2(t.Identifier, { LABEL: 'callee' });
          this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
        },
      },
    ]);
  });

  private readonly stages: Rule = this.RULE('stages', () => {
    this.CONSUME(t.LCurly);
    this.AT_LEAST_ONE_SEP({ SEP: t.Pipe, DEF: () => this.SUBRULE(this.stage) });
    this.CONSUME(t.RCurly);
  });

  /** Operands and operators in a row; `precedence.ts` says which belong together. */
  protected readonly operation: Rule = this.RULE('operation', () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.BinaryOperator);
      this.SUBRULE2(this.operand);
    });
  });

  private readonly operand: Rule = this.RULE('operand', () => {
    this.MANY(() => this.CONSUME(t.PrefixOperator));
    this.SUBRULE(this.primary);
    this.MANY2({
      GATE: () => this.LA(1).tokenType !== t.LSquare || this.sameLine(),
      DEF: () => this.SUBRULE(this.postfix),
    });
  });

  private readonly postfix: Rule = this.RULE('postfix', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Dot);
          this.CONSUME(t.Identifier);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LSquare);
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.indexItem) });
          this.CONSUME(t.RSquare);
        },
      },
    ]);
  });

  private readonly indexItem: Rule = this.RULE('indexItem', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Colon) },
      { ALT: () => this.CONSUME(t.NewAxis) },
      { ALT: () => this.SUBRULE(this.rangeOrValue) },
    ]);
  });

  private readonly primary: Rule = this.RULE('primary', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.CONSUME(t.StringLiteral) },
      { ALT: () => this.CONSUME(t.True) },
      { ALT: () => this.CONSUME(t.False) },
      {
        ALT: () => {
          this.CONSUME(t.Identifier);
          this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
        },
      },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.parenthesised) },
    ]);
  });

  private readonly list: Rule = this.RULE('list', () => {
    this.CONSUME(t.LSquare);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RSquare);
  });

  private readonly parenthesised: Rule = this.RULE('parenthesised', () => {
    this.CONSUME(t.LParen);
    this.OR({
      MAX_LOOKAHEAD: 2,
      DEF: [
        { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.tupleField) }) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
    });
    this.CONSUME(t.RParen);
  });

  private readonly tupleField: Rule = this.RULE('tupleField', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.expression);
  });

  protected readonly callArguments: Rule = this.RULE('callArguments', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
    this.CONSUME(t.RParen);
  });

  protected readonly argument: Rule = this.RULE('argument', () => {
    this.OR({
      MAX_LOOKAHEAD: 2,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.Identifier);
            this.CONSUME(t.Colon);
            this.SUBRULE(this.argumentValue);
          },
        },
        { ALT: () => this.SUBRULE2(this.argumentValue) },
      ],
    });
  });

  /** An expression, a range `-1..1`, a duration `100 epochs` or a transition `2e-4 -> 0`. */
  private readonly argumentValue: Rule = this.RULE('argumentValue', () => {
    this.SUBRULE(this.expression);
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.DotDot);
            this.SUBRULE(this.operation, { LABEL: 'high' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Arrow);
            this.SUBRULE2(this.operation, { LABEL: 'to' });
          },
        },
        { ALT: () => this.CONSUME(t.Steps, { LABEL: 'unit' }) },
        { ALT: () => this.CONSUME(t.Epochs, { LABEL: 'unit' }) },
      ]),
    );
  });

  /** `100 epochs`, `16 steps`. */
  protected readonly schedule: Rule = this.RULE('schedule', () => {
    this.SUBRULE(this.operation);
    this.OR([
      { ALT: () => this.CONSUME(t.Steps, { LABEL: 'unit' }) },
      { ALT: () => this.CONSUME(t.Epochs, { LABEL: 'unit' }) },
    ]);
  });

  protected readonly range: Rule = this.RULE('range', () => {
    this.SUBRULE(this.operation);
    this.CONSUME(t.DotDot);
    this.SUBRULE2(this.operation, { LABEL: 'high' });
  });

  private readonly rangeOrValue: Rule = this.RULE('rangeOrValue', () => {
    this.SUBRULE(this.operation);
    this.OPTION(() => {
      this.CONSUME(t.DotDot);
      this.SUBRULE2(this.operation, { LABEL: 'high' });
    });
  });

  // ── types ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  protected readonly type: Rule = this.RULE('type', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.tensorType) }, { ALT: () => this.SUBRULE(this.tupleType) }]);
  });

  private readonly tensorType: Rule = this.RULE('tensorType', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.LParen);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
      this.CONSUME(t.RParen);
    });
    this.OPTION2(() => this.SUBRULE(this.shape));
    this.OPTION3(() => {
      this.CONSUME(t.In);
      this.SUBRULE(this.range);
    });
  });

  protected readonly shape: Rule = this.RULE('shape', () => {
    this.CONSUME(t.LSquare);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RSquare);
  });

  private readonly tupleType: Rule = this.RULE('tupleType', () => {
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.field) });
    this.CONSUME(t.RParen);
  });

  /** `name: type`, in data and in tuple types. */
  protected readonly field: Rule = this.RULE('field', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
  });
}
