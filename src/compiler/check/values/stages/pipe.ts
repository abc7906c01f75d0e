/** `x |> conv2d(64, 4) |> repeat(3) { residual } |> if norm { batch_norm }`: stages, each given the value so far. */
import { hasErrors } from '../../../../diagnostics/diagnostic.ts';
import { isReported, type OrReported, type Reported } from '../../../../diagnostics/reported.ts';
import { textOf, type Span } from '../../../../diagnostics/source.ts';
import type * as Tree from '../../../../parser/tree.ts';
import { withoutParentheses } from '../../../../parser/walk.ts';
import { isKnown, numberVariable, subtract } from '../../../types/size.ts';
import { call } from '../../calls/call.ts';
import { report, type Context } from '../../context.ts';
import { decide } from './choice.ts';
import { merged } from './merging.ts';
import { evaluateInteger, evaluateRange } from '../numbers.ts';
import { afterLoop, inRound, type Place } from '../place.ts';
import { bind, childScope, withPlace, type Scope } from '../scope.ts';
import { describe, errorValue, numberValue, unknownValue, type Value } from '../value.ts';

export function pipe(context: Context, e: Tree.PipeExpression, scope: Scope): Value {
  const input = context.evaluate(e.input, scope);
  return runStages(context, e.stages, input, e.input.span, scope).value;
}

/** A value on its way through a pipe, where it was made, and what its next layer is named after. */
interface Flow {
  readonly value: Value;
  readonly made: Span;
  readonly follows: Place['follows'];
}

type Run<K extends Tree.Stage['kind']> = (
  context: Context,
  stage: Tree.NodeOfKind<K>,
  flow: Flow,
  scope: Scope,
) => Pick<Flow, 'value' | 'follows'>;

/** One runner per kind of stage. */
const runners: { readonly [K in Tree.Stage['kind']]: Run<K> } = {
  'call-stage'(context, stage, { value, made, follows }, scope) {
    const { callee, namespace, arguments: args, span } = stage;
    let named: Place['follows'] = follows;
    const result = call(context, {
      callee,
      namespace,
      arguments: args,
      scope,
      piped: { value, span: made },
      span,
      onNamed: (name) => (named = { name, index: scope.place.index }),
    });
    return { value: result, follows: named };
  },
  'repeat-stage': repeatStage,
  'for-stage': forStage,
  'if-stage': ifStage,
};

export function runStages(
  context: Context,
  stages: readonly Tree.Stage[],
  input: Value,
  made: Span,
  scope: Scope,
): Flow {
  let flow: Flow = { value: input, made, follows: scope.place.follows };
  for (const stage of stages) {
    context.budget.spend(stage.span);
    const inner = flow.follows === scope.place.follows ? scope : withFollows(scope, flow.follows);
    const next = runners[stage.kind](context, stage as never, flow, inner);
    context.facts.record(stage, next.value, scope.expansion);
    flow = { ...next, made: stage.span };
  }
  return flow;
}

const withFollows = (scope: Scope, follows: Place['follows']): Scope => withPlace(scope, { ...scope.place, follows });

/** If no branch is chosen, the value passes through. The layers that follow have the same names in any case. */
function ifStage(context: Context, stage: Tree.IfStage, flow: Flow, scope: Scope): Pick<Flow, 'value' | 'follows'> {
  const decided = decide(context, stage.condition, scope);
  const branch = (stages: readonly Tree.Stage[] = []): Value =>
    runStages(context, stages, flow.value, flow.made, scope).value;
  if (decided === null) return { ...flow, value: merged(branch(stage.then), branch(stage.otherwise)) };
  if (typeof decided !== 'boolean') return { ...flow, value: decided };
  return { ...flow, value: branch(decided ? stage.then : stage.otherwise) };
}

// ── loops ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The most rounds of a loop; more would make a graph that no machine can handle. */
const mostRounds = 10_000;

function repeatStage(
  context: Context,
  stage: Tree.RepeatStage,
  flow: Flow,
  scope: Scope,
): Pick<Flow, 'value' | 'follows'> {
  const count = evaluateInteger(context, stage.count, scope, 'the number of repetitions', 0);
  if (isReported(count)) return { ...flow, value: errorValue(count) };
  const refused = isKnown(count) ? fewEnough(context, count, stage.count.span) : null;
  if (refused) return { ...flow, value: errorValue(refused) };
  const rounds = isKnown(count) ? Array.from({ length: count }, (_, i) => ({ name: String(i), item: null })) : null;
  return run(context, stage, rounds, flow, scope);
}

function forStage(context: Context, stage: Tree.ForStage, flow: Flow, scope: Scope): Pick<Flow, 'value' | 'follows'> {
  const rounds = loopRounds(context, stage, scope);
  if (isReported(rounds)) return { ...flow, value: errorValue(rounds) };
  return run(context, stage, rounds, flow, scope);
}

/** What a `for` goes through, round by round; null in a template checked on its own, if that depends on its use. */
export function loopRounds(
  context: Context,
  { variable, over: e }: Pick<Tree.ForStage, 'variable' | 'over'>,
  scope: Scope,
): OrReported<readonly Round[] | null> {
  const over = valueGoneThrough(context, e, scope);
  if (over.kind === 'error') return over.reported;
  if (over.kind === 'unknown') return null;
  if (over.kind === 'list') return fewEnough(context, over.items.length, e.span) ?? listRounds(over.items);
  if (over.kind === 'range') {
    const { low, high } = over;
    if (!isKnown(low) || !isKnown(high)) return null;
    if (Number.isInteger(low) && Number.isInteger(high)) {
      const length = Number(subtract(high, low)) + 1;
      const rounds = () => Array.from({ length }, (_, i) => ({ name: String(low + i), item: numberValue(low + i) }));
      return fewEnough(context, length, e.span) ?? rounds();
    }
  }
  const text = textOf(e.span);
  const help =
    over.kind === 'number'
      ? `write \`for ${variable.name} in 1..${text} { … }\`, or \`repeat(${text}) { … }\``
      : undefined;
  const expected = 'a range such as `1..3` or a list such as `[256, 128]`';
  const texts = { expected, found: describe(over), ...(help && { help }) };
  return report(context, 'wrong-kind', texts, e.span);
}

/** Reports more rounds than can be unrolled; null if there are not too many. */
const fewEnough = (context: Context, count: number, at: Span): Reported | null =>
  count > mostRounds ? report(context, 'too-many-repetitions', { count, most: mostRounds }, at) : null;

/** What a loop iterates over, a list or a range; `1..stage` is empty at stage 0, like `repeat(stage)`. */
function valueGoneThrough(context: Context, over: Tree.Expression, scope: Scope): Value {
  const e = withoutParentheses(over);
  if (e.kind !== 'range' || (e.low.kind === 'number' && e.high.kind === 'number')) return context.evaluate(over, scope);
  const range = evaluateRange(context, e, scope, true);
  const value: Value = isReported(range) ? errorValue(range) : { kind: 'range', ...range };
  context.facts.record(over, value, scope.expansion);
  return value;
}

export interface Round {
  /** Its index in the names of layers: the number in a range, the item of a list if all differ, else its position. */
  readonly name: string;
  readonly item: Value | null;
}

/** What the item of a list calls its round; null for one that has no short name of its own, such as a block. */
export function nameOfRound(item: Value): string | null {
  if (item.kind !== 'number' && item.kind !== 'boolean' && item.kind !== 'text') return null;
  const name = String(item.value);
  return /[/[\]]/.test(name) ? null : name;
}

function listRounds(items: readonly Value[]): Round[] {
  const names = items.map(nameOfRound);
  const distinct = names.every((name) => name !== null) && new Set(names).size === names.length;
  return items.map((item, i) => ({ name: distinct ? names[i]! : String(i), item }));
}

/** `rounds` is null if they are not known, in a template checked on its own: then a single round is checked. */
function run(
  context: Context,
  stage: Tree.RepeatStage | Tree.ForStage,
  rounds: readonly Round[] | null,
  flow: Flow,
  scope: Scope,
): Pick<Flow, 'value' | 'follows'> {
  return context.budget.within(stage.span, () => {
    const after = (last: Flow['follows']) =>
      afterLoop(scope.place, stage.span, last, rounds === null || rounds.length > 0);
    if (!rounds) {
      const once = openRounds(context, stage, flow, scope);
      return { value: merged(flow.value, once.value), follows: after(once.follows) };
    }
    let { value, follows: last } = flow;
    let isWrong = false;
    for (const round of rounds) {
      context.budget.spend(stage.span);
      const before = context.diagnostics.length;
      if (round.item?.kind === 'error') return { ...flow, value: round.item };
      const place = inRound(scope.place, round.name);
      const inner = stage.kind === 'for-stage' ? childScope(scope, place) : withPlace(scope, place);
      if (stage.kind === 'for-stage') setVariable(context, stage, round.item ?? unknownValue, inner);
      ({ value, follows: last } = runStages(context, stage.stages, value, flow.made, inner));
      if (value.kind === 'error') break;
      const found = context.diagnostics.slice(before);
      // The errors of further rounds are in the same text, and mostly follow from the first ones.
      if (isWrong) context.diagnostics.splice(before, found.length, ...found.filter((d) => d.severity !== 'error'));
      isWrong ||= hasErrors(found);
    }
    return { value, follows: after(last) };
  });
}

function openRounds(context: Context, stage: Tree.RepeatStage | Tree.ForStage, flow: Flow, scope: Scope): Flow {
  const inner = childScope(scope, inRound(scope.place, 'i'));
  if (stage.kind === 'for-stage') {
    const { name, span } = stage.variable;
    setVariable(context, stage, { kind: 'unknown', size: numberVariable(name, `${name}@${span.start}`) }, inner);
  }
  return runStages(context, stage.stages, flow.value, flow.made, inner);
}

function setVariable(context: Context, stage: Tree.ForStage, value: Value, scope: Scope): void {
  context.facts.record(stage.variable, value, scope.expansion);
  bind(scope, stage.variable, value);
}
