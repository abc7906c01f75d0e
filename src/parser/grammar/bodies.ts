/** The grammar of bodies and types. */
import * as t from '../tokens/tokens.ts';
import { ExpressionParser } from './expressions.ts';
import type { Rule } from './open-parser.ts';

export abstract class BodyParser extends ExpressionParser {
  // ── bodies ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The value is optional here only so that the tree builder can report a body without one. */
  readonly body: Rule = this.RULE('body', () => {
    this.CONSUME(t.LCurly);
    this.MANY({ MAX_LOOKAHEAD: 2, DEF: () => this.SUBRULE(this.statement) });
    this.OPTION(() => this.SUBRULE(this.expression));
    this.CONSUME(t.RCurly);
  });

  private readonly statement: Rule = this.RULE('statement', () => {
    this.OR({
      MAX_LOOKAHEAD: 2,
      DEF: [
        { ALT: () => this.SUBRULE(this.binding) },
        { ALT: () => this.SUBRULE(this.draw) },
        { ALT: () => this.SUBRULE(this.update) },
        { ALT: () => this.SUBRULE(this.weight) },
        { ALT: () => this.SUBRULE(this.state) },
      ],
    });
  });

  readonly binding: Rule = this.RULE('binding', () => {
    this.CONSUME(t.Let);
    this.SUBRULE(this.assignment);
  });

  readonly assignment: Rule = this.RULE('assignment', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Equal);
    this.SUBRULE(this.expression);
  });

  private readonly weight: Rule = this.RULE('weight', () => {
    this.CONSUME(t.Weight);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.OPTION(() => {
      this.CONSUME(t.Init);
      this.SUBRULE(this.expression, { LABEL: 'initializer' });
    });
  });

  /** Also a declaration at the top of a file. */
  readonly state: Rule = this.RULE('state', () => {
    this.CONSUME(t.State);
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.OPTION2(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Equal);
            this.SUBRULE(this.expression, { LABEL: 'value' });
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Init);
            this.SUBRULE2(this.expression, { LABEL: 'initializer' });
          },
        },
      ]);
    });
  });

  /** Also an action of a `train`. */
  readonly update: Rule = this.RULE('update', () => {
    this.CONSUME(t.Update);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.BackArrow);
    this.SUBRULE(this.expression);
  });

  readonly draw: Rule = this.RULE('draw', () => {
    this.CONSUME(t.Identifier, { LABEL: 'name' });
    this.CONSUME(t.Tilde);
    this.CONSUME2(t.Identifier, { LABEL: 'distribution' });
    this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
    this.OPTION2({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.shape) });
  });

  // ── types ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly type: Rule = this.RULE('type', () => {
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

  readonly shape: Rule = this.RULE('shape', () => {
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
  readonly field: Rule = this.RULE('field', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
  });
}
