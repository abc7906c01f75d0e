/** The actions of a `train` block, which run in order. All in one file, since some actions contain others. */
import type { CstNode, TokenType } from 'chevrotain';
import type { Span } from '../../diagnostics/source.ts';
import { identifier, nameReference, type Context } from '../build/context.ts';
import { node, nodes, onlyChild, spanOfNode, token } from '../build/cst.ts';
import { updated } from '../build/bodies.ts';
import { expression, operation, range, rangeOrValue, schedule } from '../build/expressions.ts';
import { names } from '../build/parts.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { Rule } from '../grammar/open-parser.ts';
import * as t from '../tokens/tokens.ts';
import { softWord } from '../tokens/words.ts';
import type { Children } from '../tree/children.ts';
import type { Expression, NameExpression, RangeExpression } from '../tree/expressions.ts';
import type { Identifier, NameReference } from '../tree/names.ts';
import type { Given } from './declaration.ts';

export type Action =
  | MinimizeAction
  | SimultaneousAction
  | RepeatAction
  | ForAction
  | PhaseAction
  | EveryAction
  | ClipAction
  | AverageAction
  | UpdateAction;

/** Like {@link DeclarationSyntax}; `actions` is the rule for a `{ … }` of actions. */
interface ActionSyntax<A extends Action> {
  readonly head: TokenType;
  readonly otherNames?: readonly string[];
  readonly connectives?: readonly TokenType[];
  readonly asksFor?: Readonly<Record<string, string>>;
  readonly children: Children<A>;
  readonly grammar: (p: Grammar, actions: Rule) => Rule;
  readonly build: (context: Context, cst: CstNode, at: Span) => A;
}

// ── minimize ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `minimize d over D, E using adam(1e-3, beta1: 0.5) accumulating 4 minibatches` */
export interface MinimizeAction {
  readonly kind: 'minimize';
  readonly loss: Expression;
  readonly over: readonly NameReference[];
  readonly using?: Expression;
  /** How many minibatches the gradient is the mean over. */
  readonly accumulating?: Expression;
  readonly span: Span;
}

const Minimize = softWord('minimize');
const Over = softWord('over');
const Accumulating = softWord('accumulating');
const Minibatches = softWord('minibatches');

const minimize: ActionSyntax<MinimizeAction> = {
  head: Minimize,
  otherNames: ['optimize'],
  connectives: [Over, Accumulating, Minibatches],
  children: { loss: true, over: true, using: true, accumulating: true },
  grammar: (p) =>
    p.RULE('minimize', () => {
      p.CONSUME(Minimize);
      p.SUBRULE(p.expression, { LABEL: 'loss' });
      p.CONSUME(Over);
      p.SUBRULE(p.names);
      p.OPTION(() => {
        p.CONSUME(t.Using);
        p.SUBRULE2(p.expression, { LABEL: 'using' });
      });
      p.OPTION2(() => {
        p.CONSUME(Accumulating);
        p.SUBRULE(p.operation, { LABEL: 'accumulating' });
        p.CONSUME(Minibatches);
      });
    }),
  build(context, cst, at) {
    const [using, accumulating] = [node(cst, 'using'), node(cst, 'accumulating')];
    return {
      kind: 'minimize',
      loss: expression(context, node(cst, 'loss'), at.end),
      over: names(context, cst, at.end),
      ...(using ? { using: expression(context, using, at.end) } : {}),
      ...(accumulating ? { accumulating: operation(context, accumulating, at.end) } : {}),
      span: at,
    };
  },
};

// ── simultaneously ──────────────────────────────────────────────────────────────────────────────────────────────────

/** `simultaneously { minimize … minimize … }` */
export interface SimultaneousAction {
  readonly kind: 'simultaneously';
  readonly actions: readonly Action[];
  readonly span: Span;
}

const Simultaneously = softWord('simultaneously');

const simultaneously: ActionSyntax<SimultaneousAction> = {
  head: Simultaneously,
  otherNames: ['simultaneous', 'jointly', 'together', 'parallel'],
  children: { actions: true },
  grammar: (p, actions) =>
    p.RULE('simultaneously', () => {
      p.CONSUME(Simultaneously);
      p.SUBRULE(actions);
    }),
  build: (context, cst, at) => ({
    kind: 'simultaneously',
    actions: buildActions(context, cst, at.end),
    span: at,
  }),
};

// ── repeat, every ───────────────────────────────────────────────────────────────────────────────────────────────────

/** `repeat 5 { … }` */
export interface RepeatAction {
  readonly kind: 'repeat';
  readonly count: Expression;
  readonly actions: readonly Action[];
  readonly span: Span;
}

const repeat: ActionSyntax<RepeatAction> = {
  head: t.Repeat,
  children: { count: true, actions: true },
  grammar: (p, actions) =>
    p.RULE('repeat', () => {
      p.CONSUME(t.Repeat);
      p.SUBRULE(p.operation);
      p.SUBRULE(actions);
    }),
  build: (context, cst, at) => ({
    kind: 'repeat',
    count: operation(context, node(cst, 'operation'), at.end),
    actions: buildActions(context, cst, at.end),
    span: at,
  }),
};

/** `for stage in 1..4 { … }`: the actions or phases inside, once for each value. */
export interface ForAction {
  readonly kind: 'for';
  readonly variable: Identifier;
  readonly over: Expression;
  readonly actions: readonly Action[];
  readonly span: Span;
}

const forEach: ActionSyntax<ForAction> = {
  head: t.For,
  otherNames: ['foreach'],
  connectives: [t.In],
  asksFor: { for: 'the name of a loop variable' },
  children: { variable: true, over: true, actions: true },
  grammar: (p, actions) =>
    p.RULE('for', () => {
      p.CONSUME(t.For);
      p.CONSUME(t.Identifier);
      p.CONSUME(t.In);
      p.SUBRULE(p.rangeOrValue);
      p.SUBRULE(actions);
    }),
  build: (context, cst, at) => ({
    kind: 'for',
    variable: identifier(context, token(cst, 'Identifier'), at.end),
    over: rangeOrValue(context, node(cst, 'rangeOrValue'), at.end),
    actions: buildActions(context, cst, at.end),
    span: at,
  }),
};

/** `every 16 steps { … }` */
export interface EveryAction {
  readonly kind: 'every';
  readonly period: Expression;
  readonly actions: readonly Action[];
  readonly span: Span;
}

const every: ActionSyntax<EveryAction> = {
  head: t.Every,
  children: { period: true, actions: true },
  grammar: (p, actions) =>
    p.RULE('every', () => {
      p.CONSUME(t.Every);
      p.SUBRULE(p.schedule);
      p.SUBRULE(actions);
    }),
  build: (context, cst, at) => ({
    kind: 'every',
    period: schedule(context, node(cst, 'schedule'), at.end),
    actions: buildActions(context, cst, at.end),
    span: at,
  }),
};

// ── phase ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `phase pretrain for 500 steps, batch 16 { … }` */
export interface PhaseAction {
  readonly kind: 'phase';
  readonly name: Identifier;
  readonly duration: Expression;
  /** If absent, that of the `train` around it. */
  readonly batch?: Expression;
  readonly actions: readonly Action[];
  readonly span: Span;
}

const Phase = softWord('phase');
export const Batch = softWord('batch');

const phase: ActionSyntax<PhaseAction> = {
  head: Phase,
  otherNames: ['stage'],
  connectives: [Batch],
  asksFor: { phase: 'the name of the phase' },
  children: { name: true, duration: true, batch: true, actions: true },
  grammar: (p, actions) =>
    p.RULE('phase', () => {
      p.CONSUME(Phase);
      p.CONSUME(t.Identifier);
      p.CONSUME(t.For);
      p.SUBRULE(p.schedule);
      p.OPTION(() => {
        p.CONSUME(t.Comma);
        p.CONSUME(Batch);
        p.SUBRULE(p.operation, { LABEL: 'batch' });
      });
      p.SUBRULE(actions);
    }),
  build(context, cst, at) {
    const batch = node(cst, 'batch');
    return {
      kind: 'phase',
      name: identifier(context, token(cst, 'Identifier'), at.end),
      duration: schedule(context, node(cst, 'schedule'), at.end),
      ...(batch ? { batch: operation(context, batch, at.end) } : {}),
      actions: buildActions(context, cst, at.end),
      span: at,
    };
  },
};

// ── clip ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `clip D to -0.01..0.01` */
export interface ClipAction {
  readonly kind: 'clip';
  readonly network: NameReference;
  readonly range: RangeExpression;
  readonly span: Span;
}

const Clip = softWord('clip');
const To = softWord('to');

const clip: ActionSyntax<ClipAction> = {
  head: Clip,
  connectives: [To],
  asksFor: { clip: 'the name of a network' },
  children: { network: true, range: true },
  grammar: (p) =>
    p.RULE('clip', () => {
      p.CONSUME(Clip);
      p.SUBRULE(p.nameReference);
      p.CONSUME(To);
      p.SUBRULE(p.range);
    }),
  build: (context, cst, at) => ({
    kind: 'clip',
    network: nameReference(context, node(cst, 'nameReference'), at.end),
    range: range(context, node(cst, 'range'), at.end),
    span: at,
  }),
};

// ── average ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `average G as G_ema decay 0.999` */
export interface AverageAction {
  readonly kind: 'average';
  readonly network: NameReference;
  readonly as: Identifier;
  readonly decay: Expression;
  readonly span: Span;
}

const Average = softWord('average');
const Decay = softWord('decay');

const average: ActionSyntax<AverageAction> = {
  head: Average,
  otherNames: ['ema'],
  connectives: [Decay],
  asksFor: { average: 'the name of a network' },
  children: { network: true, as: true, decay: true },
  grammar: (p) =>
    p.RULE('average', () => {
      p.CONSUME(Average);
      p.SUBRULE(p.nameReference);
      p.CONSUME(t.As);
      p.CONSUME(t.Identifier, { LABEL: 'as' });
      p.CONSUME(Decay);
      p.SUBRULE(p.expression);
    }),
  build: (context, cst, at) => ({
    kind: 'average',
    network: nameReference(context, node(cst, 'nameReference'), at.end),
    as: identifier(context, token(cst, 'as'), at.end),
    decay: expression(context, node(cst, 'expression'), at.end),
    span: at,
  }),
};

// ── update ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `update k <- clamp(k + 0.001 * gap, 0, 1)` */
export interface UpdateAction {
  readonly kind: 'update';
  readonly target: NameExpression;
  readonly value: Expression;
  readonly span: Span;
}

const update: ActionSyntax<UpdateAction> = {
  head: t.Update,
  children: { target: true, value: true },
  /** The rule that bodies use, too. */
  grammar: (p) => p.update,
  build: (context, cst, at) => ({ kind: 'update', ...updated(context, cst, at), span: at }),
};

// ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────

type Table = { readonly [K in Action['kind']]: ActionSyntax<Extract<Action, { readonly kind: K }>> };

/** The key of each row is also the name of its rule. */
export const actions: Table = {
  minimize,
  simultaneously,
  repeat,
  for: forEach,
  every,
  clip,
  average,
  update,
  phase,
};

/** Defines the rule for a `{ … }` of actions, and the rules of the actions; returns the former. */
export function actionRule(p: Grammar): Rule {
  const block: Rule = p.RULE('actions', () => {
    p.CONSUME(t.LCurly);
    p.MANY(() => p.SUBRULE(action));
    p.CONSUME(t.RCurly);
  });
  const alternatives = Object.values(actions).map(({ grammar }) => {
    const rule = grammar(p, block);
    return { ALT: () => p.SUBRULE(rule) };
  });
  const action: Rule = p.RULE('action', () => void p.OR(alternatives));
  return block;
}

export function buildActions(context: Context, cst: CstNode | undefined, before: number): Action[] {
  return nodes(node(cst, 'actions'), 'action').flatMap((alternative) => {
    const found = onlyChild(alternative);
    if (!found) return [];
    const { build } = actions[found.name as Action['kind']];
    return [build(context, found, spanOfNode(context.source, found, before))];
  });
}

/** The names that actions declare: `average G as G_ema` declares a network. */
export function namesOfActions(all: readonly Action[]): readonly Given<'average'>[] {
  return all.flatMap((action): readonly Given<'average'>[] => {
    if ('actions' in action) return namesOfActions(action.actions);
    return action.kind === 'average' ? [{ identifier: action.as, kind: 'average', node: action }] : [];
  });
}
