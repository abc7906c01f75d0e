/** The rules that several declarations or actions share, on top of those of expressions, bodies and types. */
import * as t from '../tokens/tokens.ts';
import { BodyParser } from './bodies.ts';
import type { Rule } from './open-parser.ts';

export abstract class Grammar extends BodyParser {
  readonly parameters: Rule = this.RULE('parameters', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) });
    this.CONSUME(t.RParen);
  });

  private readonly parameter: Rule = this.RULE('parameter', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.OPTION2(() => {
      this.CONSUME(t.Equal);
      this.SUBRULE(this.expression);
    });
  });

  readonly result: Rule = this.RULE('result', () => {
    this.CONSUME(t.Arrow);
    this.SUBRULE(this.type);
  });

  readonly names: Rule = this.RULE('names', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.nameReference) });
  });

  /** `G`, `layers.G` */
  readonly nameReference: Rule = this.RULE('nameReference', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.Dot);
      this.CONSUME2(t.Identifier);
    });
  });

  /** The part that `evaluate` and `show` share. */
  readonly report: Rule = this.RULE('report', () => {
    this.OPTION(() => {
      this.CONSUME(t.Every);
      this.SUBRULE(this.schedule);
    });
    this.OPTION2(() => {
      this.CONSUME(t.Using);
      this.SUBRULE(this.names);
    });
    this.CONSUME(t.LCurly);
    this.MANY(() => {
      this.SUBRULE(this.expression);
      this.OPTION3(() => this.CONSUME(t.Comma));
    });
    this.CONSUME(t.RCurly);
  });
}
