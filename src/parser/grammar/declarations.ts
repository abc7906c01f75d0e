/** The grammar of declarations; `split.ts` cuts a file into them, so that each is parsed by itself. */
import { ExpressionParser, type Rule } from './expressions.ts';
import * as t from '../lexer/tokens.ts';

export class GanParser extends ExpressionParser {
  constructor(skipValidations: boolean) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  readonly declaration: Rule = this.RULE('declaration', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.constant) },
      { ALT: () => this.SUBRULE(this.data) },
      { ALT: () => this.SUBRULE(this.latent) },
      { ALT: () => this.SUBRULE(this.network) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.fn) },
      { ALT: () => this.SUBRULE(this.binding) },
      { ALT: () => this.SUBRULE(this.loss) },
      { ALT: () => this.SUBRULE(this.train) },
      { ALT: () => this.SUBRULE(this.evaluate) },
      { ALT: () => this.SUBRULE(this.show) },
      { ALT: () => this.SUBRULE(this.expect) },
    ]);
  });

  private readonly model: Rule = this.RULE('model', () => {
    this.CONSUME(t.Model);
    this.CONSUME(t.Identifier);
  });

  // ── named values, data, latents ───────────────────────────────────────────────────────────────────────────────────

  private readonly constant: Rule = this.RULE('constant', () => {
    this.CONSUME(t.Const);
    this.SUBRULE(this.assignment);
  });

  private readonly binding: Rule = this.RULE('binding', () => {
    this.CONSUME(t.Let);
    this.SUBRULE(this.assignment);
  });

  private readonly loss: Rule = this.RULE('loss', () => {
    this.CONSUME(t.Loss);
    this.SUBRULE(this.assignment);
  });

  private readonly assignment: Rule = this.RULE('assignment', () => {
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Equal);
    this.SUBRULE(this.expression);
  });

  private readonly data: Rule = this.RULE('data', () => {
    this.CONSUME(t.Data);
    this.OPTION(() => this.CONSUME(t.Identifier));
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Colon);
          this.SUBRULE(this.type);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LCurly);
          this.MANY(() => {
            this.SUBRULE(this.field);
            this.OPTION2(() => this.CONSUME(t.Comma));
          });
          this.CONSUME(t.RCurly);
        },
      },
    ]);
    this.CONSUME(t.From);
    this.SUBRULE(this.expression);
  });

  private readonly latent: Rule = this.RULE('latent', () => {
    this.CONSUME(t.Latent);
    this.SUBRULE(this.draw);
  });

  private readonly draw: Rule = this.RULE('draw', () => {
    this.CONSUME(t.Identifier, { LABEL: 'name' });
    this.CONSUME(t.Tilde);
    this.CONSUME2(t.Identifier, { LABEL: 'distribution' });
    this.OPTION({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.callArguments) });
    this.OPTION2({ GATE: this.sameLine, DEF: () => this.SUBRULE(this.shape) });
  });

  // ── networks, blocks, functions ───────────────────────────────────────────────────────────────────────────────────

  private readonly network: Rule = this.RULE('network', () => {
    this.CONSUME(t.Network);
    this.CONSUME(t.Identifier, { LABEL: 'name' });
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Like);
          this.CONSUME2(t.Identifier, { LABEL: 'like' });
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.parameters);
          this.OPTION(() => this.SUBRULE(this.result));
          this.OPTION2(() => {
            this.CONSUME(t.With);
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
          });
          this.SUBRULE(this.body);
        },
      },
    ]);
  });

  private readonly block: Rule = this.RULE('block', () => {
    this.CONSUME(t.Block);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.parameters);
    this.OPTION(() => this.SUBRULE(this.result));
    this.SUBRULE(this.body);
  });

  private readonly fn: Rule = this.RULE('fn', () => {
    this.CONSUME(t.Fn);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.body);
  });

  private readonly parameters: Rule = this.RULE('parameters', () => {
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

  private readonly result: Rule = this.RULE('result', () => {
    this.CONSUME(t.Arrow);
    this.SUBRULE(this.type);
  });

  /** The value is optional here only so that the tree builder can say what a body without one lacks. */
  private readonly body: Rule = this.RULE('body', () => {
    this.CONSUME(t.LCurly);
    this.MANY({ MAX_LOOKAHEAD: 2, DEF: () => this.SUBRULE(this.statement) });
    this.OPTION(() => this.SUBRULE(this.expression));
    this.CONSUME(t.RCurly);
  });

  private readonly statement: Rule = this.RULE('statement', () => {
    this.OR([{ ALT: () => this.SUBRULE(this.binding) }, { ALT: () => this.SUBRULE(this.draw) }]);
  });

  // ── the training program ──────────────────────────────────────────────────────────────────────────────────────────

  private readonly train: Rule = this.RULE('train', () => {
    this.CONSUME(t.Train);
    this.CONSUME(t.For);
    this.SUBRULE(this.schedule);
    this.OPTION(() => {
      this.CONSUME(t.Comma);
      this.CONSUME(t.Batch);
      this.SUBRULE(this.operation, { LABEL: 'batch' });
    });
    this.SUBRULE(this.actions);
  });

  private readonly actions: Rule = this.RULE('actions', () => {
    this.CONSUME(t.LCurly);
    this.MANY(() => this.SUBRULE(this.action));
    this.CONSUME(t.RCurly);
  });

  private readonly action: Rule = this.RULE('action', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.minimize) },
      { ALT: () => this.SUBRULE(this.repeat) },
      { ALT: () => this.SUBRULE(this.every) },
      { ALT: () => this.SUBRULE(this.clip) },
      { ALT: () => this.SUBRULE(this.average) },
    ]);
  });

  private readonly minimize: Rule = this.RULE('minimize', () => {
    this.CONSUME(t.Minimize);
    this.SUBRULE(this.expression, { LABEL: 'loss' });
    this.CONSUME(t.Over);
    this.SUBRULE(this.names);
    this.OPTION(() => {
      this.CONSUME(t.Using);
      this.SUBRULE2(this.expression, { LABEL: 'using' });
    });
  });

  private readonly repeat: Rule = this.RULE('repeat', () => {
    this.CONSUME(t.Repeat);
    this.SUBRULE(this.operation);
    this.SUBRULE(this.actions);
  });

  private readonly every: Rule = this.RULE('every', () => {
    this.CONSUME(t.Every);
    this.SUBRULE(this.schedule);
    this.SUBRULE(this.actions);
  });

  private readonly clip: Rule = this.RULE('clip', () => {
    this.CONSUME(t.Clip);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.To);
    this.SUBRULE(this.range);
  });

  private readonly average: Rule = this.RULE('average', () => {
    this.CONSUME(t.Average);
    this.CONSUME(t.Identifier, { LABEL: 'network' });
    this.CONSUME(t.As);
    this.CONSUME2(t.Identifier, { LABEL: 'as' });
    this.CONSUME(t.Decay);
    this.SUBRULE(this.expression);
  });

  private readonly names: Rule = this.RULE('names', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Identifier) });
  });

  // ── evaluation ────────────────────────────────────────────────────────────────────────────────────────────────────

  private readonly evaluate: Rule = this.RULE('evaluate', () => {
    this.CONSUME(t.Evaluate);
    this.SUBRULE(this.report);
  });

  private readonly show: Rule = this.RULE('show', () => {
    this.CONSUME(t.Show);
    this.SUBRULE(this.report);
  });

  private readonly report: Rule = this.RULE('report', () => {
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

  private readonly expect: Rule = this.RULE('expect', () => {
    this.CONSUME(t.Expect);
    this.SUBRULE(this.expression);
  });
}
