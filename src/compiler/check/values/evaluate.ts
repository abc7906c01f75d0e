/** Evaluates expressions, with one function per kind. */
import { isReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { call } from '../calls/call.ts';
import { declaredIn } from '../names/module.ts';
import { renameFix, report, type Context } from '../context.ts';
import { choice } from './stages/choice.ts';
import { errorValueOf } from './errors.ts';
import { index } from './operators/indexing.ts';
import { evaluateKnownInteger, evaluateNumber, evaluateRange } from './numbers.ts';
import { binary, unary } from './operators/operators.ts';
import { member, tuple } from './operators/parts.ts';
import { pipe } from './stages/pipe.ts';
import { scan } from './scan.ts';
import type { Scope } from './scope.ts';
import { booleanValue, describe, errorValue, numberValue, type NamespaceValue, type Value } from './value.ts';

type Evaluators = {
  readonly [K in Tree.Expression['kind']]: (context: Context, e: Tree.NodeOfKind<K>, scope: Scope) => Value;
};

const evaluators: Evaluators = {
  number: (_, e) => numberValue(e.value),
  string: (_, e) => ({ kind: 'text', value: e.value }),
  boolean: (_, e) => booleanValue(e.value),
  missing: (_, e) => errorValueOf(e),
  parenthesized: (context, e, scope) => context.evaluate(e.expression, scope),
  name,
  call: (context, { callee, namespace, arguments: args, span }, scope) =>
    call(context, { callee, namespace, arguments: args, scope, piped: null, span }),
  member,
  index,
  unary,
  binary,
  pipe,
  if: choice,
  scan,
  list(context, e, scope) {
    const items = e.items.map((item) => context.evaluate(item, scope));
    return items.find((item) => item.kind === 'error') ?? { kind: 'list', items };
  },
  tuple,
  range(context, e, scope) {
    const range = evaluateRange(context, e, scope);
    return isReported(range) ? errorValue(range) : { kind: 'range', ...range };
  },
  duration(context, e, scope) {
    const count = evaluateKnownInteger(context, e.count, scope, 'a duration');
    return isReported(count) ? errorValue(count) : { kind: 'duration', duration: { count, unit: e.unit } };
  },
  transition(context, e, scope) {
    const from = evaluateNumber(context, e.from, scope, 'the start of a schedule');
    const to = evaluateNumber(context, e.to, scope, 'the end of a schedule');
    if (isReported(from)) return errorValue(from);
    if (isReported(to)) return errorValue(to);
    return { kind: 'transition', from, to };
  },
};

export function evaluate(context: Context, e: Tree.Expression, scope: Scope): Value {
  return evaluators[e.kind](context, e as never, scope);
}

function name(context: Context, e: Tree.NameExpression, scope: Scope): Value {
  const referent = scope.module.referents.get(e);
  if (referent) {
    const value = context.valueOfReferent(referent, e, scope);
    return value.kind === 'namespace' ? moduleAsValue(context, e, value) : value;
  }
  // A choice such as `same` where none is expected.
  const near = suggestedNames(e.name, [...scope.module.names.keys()]);
  const texts = { name: e.name, what: 'value', near, choices: [] };
  return errorValue(report(context, 'unknown-name', texts, e.span, renameFix(e.span, near)));
}

/** Only what a module declares is a value: a `let` of the module itself could not be used for anything. */
function moduleAsValue(context: Context, e: Tree.NameExpression, value: NamespaceValue): Value {
  const declared = declaredIn(value.module)[0];
  const help = declared && `name something in it: \`${e.name}.${declared}\``;
  const texts = { expected: 'a value', found: describe(value), help };
  return errorValue(report(context, 'wrong-kind', texts, e.span));
}
