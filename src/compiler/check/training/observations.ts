/** Items of `evaluate` and `show`: what is measured, and what is drawn. */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { DataSet, Expression, Network, Observation } from '../../program/program.ts';
import { isConcrete } from '../../types/size.ts';
import { formatType } from '../../types/type.ts';
import { dataSources } from '../../words/data-sources.ts';
import { measurements, pictures, requirements } from '../../words/measurements.ts';
import { suggestedNames } from '../../words/other-names.ts';
import type { Settings } from '../../words/settings.ts';
import { bindArguments } from '../calls/bind.ts';
import { evaluateDuration, readSettings } from '../calls/settings.ts';
import { renameFix, report, type Context } from '../context.ts';
import { builtNetworks, wholeFamily } from '../declarations/network.ts';
import type { Module } from '../names/module.ts';
import { errorValueOf } from '../values/errors.ts';
import { rootScope } from '../values/scope.ts';
import { toTensor } from '../values/to-tensor.ts';
import type { TensorValue } from '../values/value.ts';

type Declaration = Tree.EvaluateDeclaration | Tree.ShowDeclaration;
type Item = Pick<Observation, 'inputs' | 'settings' | 'text' | 'span' | 'kind' | 'definition'>;

export function buildObservations(context: Context, declaration: Declaration, module: Module): Observation[] {
  const every = declaration.every ? evaluateDuration(context, declaration.every, rootScope(module)) : undefined;
  const items = declaration.items.map((item) => readItem(context, declaration.kind, item, module));
  const using = allOf(declaration.using.map((reference) => standIns(context, reference, module)));
  if (isReported(every) || isReported(using)) return [];
  return items.flatMap((item) =>
    isReported(item) ? [] : [{ ...item, using: using.flat(), ...(every && { every }) } as Observation],
  );
}

/** The networks that a name after `using` refers to, each of which replaces its original. */
function standIns(context: Context, reference: Tree.NameReference, module: Module): OrReported<readonly Network[]> {
  const family = context.networkOf(reference, module);
  if (isReported(family)) return family;
  const whole = wholeFamily(context, family, reference.span);
  return isReported(whole) ? whole : builtNetworks(family);
}

const tables = {
  evaluate: { kind: 'measurement', own: measurements, other: pictures, otherPlace: 'show' },
  show: { kind: 'picture', own: pictures, other: measurements, otherPlace: 'evaluate' },
} as const;

function readItem(context: Context, where: Declaration['kind'], e: Tree.Expression, module: Module): OrReported<Item> {
  if (e.kind === 'missing') return errorValueOf(e).reported;
  const { kind, own, other, otherPlace } = tables[where];
  const callee: Tree.Identifier =
    e.kind === 'call'
      ? e.callee
      : { kind: 'identifier', name: e.kind === 'name' ? e.name : textOf(e.span), span: e.span };
  const { name, span } = callee;
  const definition = own.get(name);
  if (!definition) {
    if (name === '') return errorValueOf(callee).reported;
    const choices = [...own.keys()];
    const near = suggestedNames(name, choices);
    const belongs = other.has(name) ? { belongs: otherPlace } : {};
    return report(context, 'unknown-report', { where, name, near, choices, ...belongs }, span, renameFix(span, near));
  }
  const bound = bindArguments(context, definition, callee, e.kind === 'call' ? e.arguments : []);
  if (isReported(bound)) return bound;
  const scope = rootScope(module, `${where}/`);
  const settings = readSettings(context, definition, callee, bound, scope);
  const inputs: Expression[] = [];
  for (const p of definition.parameters) {
    if (p.kind !== 'value') continue;
    const given = bound.get(p.name)![0]!.value;
    const value = toTensor(context, context.evaluate(given, scope), given.span, `\`${p.name}\` of \`${name}\``);
    if (isReported(value)) return value;
    const expression =
      value.kind === 'tensor' ? suitable(context, definition.name, value, given) : errorValueOf(callee).reported;
    if (isReported(expression)) return expression;
    if (name === 'modes' && p.name === 'data') {
      const refused = requireModes(context, expression, given);
      if (refused) return refused;
    }
    inputs.push(expression);
  }
  if (isReported(settings)) return settings;
  return { kind, definition, inputs, settings: settings as Settings, text: textOf(e.span), span: e.span } as Item;
}

function suitable(
  context: Context,
  name: keyof typeof requirements,
  { type, expression }: TensorValue,
  e: Tree.Expression,
): OrReported<Expression> {
  const { words, fits } = requirements[name];
  if (expression && type.batched && isConcrete(type.shape) && fits(type.shape)) return expression;
  return report(context, 'wrong-rank', { callee: name, expected: words, found: formatType(type) }, e.span);
}

/** Modes can be counted only where their positions are known: in the data of some sources. */
function requireModes(context: Context, data: Expression, e: Tree.Expression): OrReported<null> {
  const sets = [...context.dataSets.values()].filter((set): set is DataSet => !isReported(set));
  const source =
    data.kind === 'data' ? sets.find((set) => set.fields.some((f) => f.name === data.field))?.source : undefined;
  if (source?.modes) return null;
  const found = source ? `data from \`${source.name}\`` : 'a computed value';
  const known = [...dataSources.values()].filter((s) => s.modes).map((s) => `\`${s.name}\``);
  const expected = `data whose modes are known, from ${known.join(' or ')}`;
  return report(context, 'wrong-argument', { callee: 'modes', parameter: 'data', expected, found }, e.span);
}
