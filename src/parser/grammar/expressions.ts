/**
 * The grammar of values: tokens → concrete syntax tree.
 *
 * In two places the grammar accepts more than the language, so that a common slip gets its own message from the tree
 * builder instead of a generic one from here: an operator after a pipe stage, and a chain of comparisons.
 *
 * Line breaks have no meaning, with one exception: `(` and `[` bind to what precedes them only on the same line, so
 * that the value of a body may be written in parentheses on its own line. A `-` at the start of a line is still binary,
 * as in every language that ignores line breaks; if the value of a body begins with a minus, it needs parentheses.
 */
import { tokenMatcher, type IParserErrorMessageProvider, type TokenType } from 'chevrotain';
import * as t from '../tokens/tokens.ts';
import { OpenParser, type Rule } from './open-parser.ts';

/**
 * An exception's message is not a text but the name of the expected token, or of the rule in which no alternative fits;
 * `syntax-errors.ts` writes the text.
 */
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: ({ ruleName }) => ruleName,
  buildEarlyExitMessage: ({ ruleName }) => ruleName,
};

export abstract class ExpressionParser extends OpenParser {
  protected constructor(tokenTypes: readonly TokenType[], skipValidations: boolean) {
    super([...tokenTypes], {
      recoveryEnabled: true,
      // One token of lookahead is nearly always enough; a rule that needs two says so.
      maxLookahead: 1,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider,
      skipValidations,
    });
  }

  /** Defined in `bodies.ts`; an `if` contains two, a `scan` one. */
  abstract readonly body: Rule;

  /** `name = value`; defined in `bodies.ts`. */
  abstract readonly assignment: Rule;

  /** Whether the next token is on the line where the last one ended. */
  readonly sameLine = (): boolean => this.LA(1).startLine === this.LA(0).endLine;

  /** Whether a call through a namespace follows, `layers.residual(`; without the `(` it is a member access. */
  private readonly namespacedCall = (): boolean =>
    this.LA(1).tokenType === t.Dot &&
    tokenMatcher(this.LA(2), t.Identifier) &&
    this.LA(3).tokenType === t.LParen &&
    this.LA(3).startLine === this.LA(2).endLine;

  /** Whether `scan NAME in` follows; `scan` alone is a name. */
  private readonly scanFollows = (): boolean => tokenMatcher(this.LA(2), t.Identifier) && this.LA(3).tokenType === t.In;

  // ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.operation);
    this.MANY(() => this.SUBRULE(this.link));
  });

  /** The operator alternative is the slip `x |> f + y`: an operation has consumed all operators of its own already. */
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
      { ALT: () => this.SUBRULE(this.loop) },
      { ALT: () => this.SUBRULE(this.stageChoice) },
      {
        ALT: () => {
          this.CONSUME2(t.Identifier, { LABEL: 'callee' });
          this.OPTION(() => {
            this.CONSUME(t.Dot);
            this.CONSUME3(t.Identifier, { LABEL: 'callee' });
          });
          this.OPTION2({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
        },
      },
    ]);
  });

  private readonly loop: Rule = this.RULE('loop', () => {
    this.CONSUME(t.For);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.In);
    this.SUBRULE(this.rangeOrValue);
    this.SUBRULE(this.stages);
  });

  private readonly stageChoice: Rule = this.RULE('stageChoice', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.operation);
    this.SUBRULE(this.stages, { LABEL: 'then' });
    this.OPTION(() => {
      this.CONSUME(t.Else);
      this.OR([
        { ALT: () => this.SUBRULE(this.stageChoice) },
        { ALT: () => this.SUBRULE2(this.stages, { LABEL: 'otherwise' }) },
      ]);
    });
  });

  private readonly stages: Rule = this.RULE('stages', () => {
    this.CONSUME(t.LCurly);
    this.AT_LEAST_ONE_SEP({ SEP: t.Pipe, DEF: () => this.SUBRULE(this.stage) });
    this.CONSUME(t.RCurly);
  });

  /** A flat list of operands and operators; `precedence.ts` groups them. */
  readonly operation: Rule = this.RULE('operation', () => {
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
      { GATE: this.scanFollows, ALT: () => this.SUBRULE(this.scan) },
      {
        ALT: () => {
          this.CONSUME(t.Identifier);
          this.OPTION({
            GATE: this.namespacedCall,
            DEF: () => {
              this.CONSUME(t.Dot);
              this.CONSUME2(t.Identifier);
            },
          });
          this.OPTION2({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
        },
      },
      { ALT: () => this.SUBRULE(this.choice) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.parenthesized) },
    ]);
  });

  private readonly choice: Rule = this.RULE('choice', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.operation);
    this.SUBRULE(this.body, { LABEL: 'then' });
    this.CONSUME(t.Else);
    this.OR([
      { ALT: () => this.SUBRULE(this.choice) },
      { ALT: () => this.SUBRULE2(this.body, { LABEL: 'otherwise' }) },
    ]);
  });

  private readonly scan: Rule = this.RULE('scan', () => {
    this.CONSUME(t.Scan);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.In);
    this.SUBRULE(this.rangeOrValue);
    this.OPTION(() => {
      this.CONSUME(t.From);
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.assignment) });
    });
    this.SUBRULE(this.body);
  });

  private readonly list: Rule = this.RULE('list', () => {
    this.CONSUME(t.LSquare);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RSquare);
  });

  private readonly parenthesized: Rule = this.RULE('parenthesized', () => {
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

  readonly callArguments: Rule = this.RULE('callArguments', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
    this.CONSUME(t.RParen);
  });

  readonly argument: Rule = this.RULE('argument', () => {
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
  readonly schedule: Rule = this.RULE('schedule', () => {
    this.SUBRULE(this.operation);
    this.OR([
      { ALT: () => this.CONSUME(t.Steps, { LABEL: 'unit' }) },
      { ALT: () => this.CONSUME(t.Epochs, { LABEL: 'unit' }) },
    ]);
  });

  readonly range: Rule = this.RULE('range', () => {
    this.SUBRULE(this.operation);
    this.CONSUME(t.DotDot);
    this.SUBRULE2(this.operation, { LABEL: 'high' });
  });

  readonly rangeOrValue: Rule = this.RULE('rangeOrValue', () => {
    this.SUBRULE(this.operation);
    this.OPTION(() => {
      this.CONSUME(t.DotDot);
      this.SUBRULE2(this.operation, { LABEL: 'high' });
    });
  });
}
