/** Items of `evaluate` and `show`. */
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { dataSources } from '../words/data-sources.ts';
import { reports, type ReportDefinition } from '../words/measurements.ts';
import { bindArguments } from './arguments.ts';
import { evaluateInteger } from './arithmetic.ts';
import { asCall, renameFix, report, type Context } from './context.ts';
import { readDuration } from './durations.ts';
import { toTensor } from './lift.ts';
import { meant } from '../words/other-names.ts';
import type { Duration, Expression, Network, Report } from '../program/program.ts';
import { rootScope } from './scope.ts';
import { readNetwork } from './training.ts';
import { formatType, type TensorType } from '../types/type.ts';

type ReportsDeclaration = Tree.EvaluateDeclaration | Tree.ShowDeclaration;

export function buildReports(context: Context, declaration: ReportsDeclaration): Report[] {
  const every = declaration.every ? readDuration(context, declaration.every, rootScope('')) : undefined;
  const using = declaration.using.map((name) => readNetwork(context, name));
  const items = declaration.items.map((item) => readItem(context, declaration.kind, item));
  if (every === null || using.includes(null)) return [];
  return items.flatMap((item) => (item ? [complete(item, every, using as Network[])] : []));
}

type Item = Omit<Report, 'every' | 'using'>;

function complete(item: Item, every: Duration | undefined, using: readonly Network[]): Report {
  return { ...item, using, ...(every && { every }) };
}

function readItem(context: Context, where: ReportsDeclaration['kind'], e: Tree.Expression): Item | null {
  const call = asCall(e);
  const definition = call ? reports.get(call.callee.name) : undefined;
  const choices = [...reports.values()]
    .filter((r) => r.kind === (where === 'evaluate' ? 'metric' : 'picture'))
    .map((r) => r.name);
  if (!call || !definition || !choices.includes(definition.name)) {
    if (e.kind === 'missing' || call?.callee.name === '') return null;
    const name = call?.callee.name ?? textOf(e.span);
    const near = meant(name, choices);
    const at = call?.callee.span ?? e.span;
    const belongs = definition ? { belongs: definition.kind === 'metric' ? 'evaluate' : 'show' } : {};
    report(context, 'unknown-report', { where, name, near, choices, ...belongs }, at, renameFix(at, near));
    return null;
  }
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== undefined }));
  const bound = bindArguments(context, call.callee, formals, call.arguments);
  if (!bound) return null;
  const scope = rootScope(`${where}/`);
  const inputs: Expression[] = [];
  const settings: Record<string, number> = {};
  for (const p of definition.parameters) {
    const given = bound.get(p.name)?.[0]?.value;
    const what = `\`${p.name}\` of \`${definition.name}\``;
    if (p.kind === 'integer') {
      const value = given ? evaluateInteger(context, given, scope, what) : p.default!;
      if (value === null) return null;
      settings[p.name] = value;
    } else {
      const value = toTensor(context, context.evaluate(given!, scope), given!.span, what);
      if (!value || !suits(context, definition, value.type, given!)) return null;
      if (definition.name === 'modes' && p.name === 'data' && !knowsModes(context, value, given!)) return null;
      inputs.push(value);
    }
  }
  return { definition, inputs, settings, text: textOf(e.span), span: e.span };
}

/** What each report can take, in words and as a test. */
const wanted: Readonly<
  Record<ReportDefinition['name'], { readonly words: string; readonly fits: (shape: readonly number[]) => boolean }>
> = {
  modes: { words: 'points of the plane, tensor[2]', fits: (shape) => shape.length === 1 && shape[0] === 2 },
  scatter: { words: 'points of the plane, tensor[2]', fits: (shape) => shape.length === 1 && shape[0] === 2 },
  grid: {
    words: 'images of 1 or 3 channels',
    fits: (shape) => shape.length === 3 && (shape[2] === 1 || shape[2] === 3),
  },
};

function suits(context: Context, definition: ReportDefinition, type: TensorType, e: Tree.Expression): boolean {
  const { words, fits } = wanted[definition.name];
  if (type.batched && fits(type.shape)) return true;
  report(context, 'wrong-rank', { callee: definition.name, expected: words, found: formatType(type) }, e.span);
  return false;
}

/** Modes can be counted only where it is known where they are: in the data of some sources. */
function knowsModes(context: Context, data: Expression, e: Tree.Expression): boolean {
  const source = data.kind === 'data' ? context.sourceOf(data.field) : undefined;
  if (source?.modes) return true;
  const found = source ? `data from \`${source.name}\`` : 'a computed value';
  const sources = [...dataSources.values()]
    .filter((s) => s.modes)
    .map((s) => `\`${s.name}\``)
    .join(' or ');
  report(
    context,
    'wrong-argument',
    { callee: 'modes', parameter: 'data', expected: `data whose modes are known, from ${sources}`, found },
    e.span,
  );
  return false;
}
