/** Turns a data declaration into a data set: source, parameters, and fields with types that fit the source. */
import { isReported, Reported, type OrReported } from '../../../diagnostics/reported.ts';
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { sameShape } from '../../graph/graph.ts';
import type { DataSet, DataSetField } from '../../program/program.ts';
import { elements, formatType, isConcreteTensor, type TensorType } from '../../types/type.ts';
import {
  dataSources,
  typeOf,
  type DataField,
  type DataParameters,
  type DataSourceDefinition,
} from '../../words/data-sources.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { bindArguments } from '../calls/bind.ts';
import { readSettings } from '../calls/settings.ts';
import { renameFix, report, type Context } from '../context.ts';
import type { DeclaredName, Module } from '../names/module.ts';
import { errorValueOf } from '../values/errors.ts';
import { rootScope } from '../values/scope.ts';
import { resolveType } from '../types/type-nodes.ts';
import { errorValue, tensorValue, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const data: DeclarationCheck<Tree.DataDeclaration, 'data'> = {
  values: { data: givenBy('field', fieldValue) },
  check: (context, d, module) => void dataSetOf(context, d, module),
};

function fieldValue(context: Context, { name, module }: DeclaredName, node: Tree.Field): Value {
  const declaration = module.spec.declarations.find((d) => d.kind === 'data' && d.fields.includes(node));
  if (declaration?.kind !== 'data') throw new Error(`${name} is not a field of data`);
  const set = dataSetOf(context, declaration, module);
  if (isReported(set)) return errorValue(set);
  const field = set.fields[declaration.fields.indexOf(node)];
  if (!field) return errorValue(Reported.bySyntax(node.span));
  return tensorValue({ kind: 'data', field: field.name, type: field.type, span: field.span });
}

/** Built once for each declaration. */
function dataSetOf(context: Context, declaration: Tree.DataDeclaration, module: Module): OrReported<DataSet> {
  const known = context.dataSets.get(declaration);
  if (known) return known;
  const set = buildDataSet(context, declaration, module);
  context.dataSets.set(declaration, set);
  return set;
}

function buildDataSet(context: Context, declaration: Tree.DataDeclaration, module: Module): OrReported<DataSet> {
  const types = declaration.fields.map((f) => fieldType(context, f, module));
  const source = readSource(context, declaration.source, module);
  if (isReported(source)) return source;
  const wrong = types.find(isReported);
  if (wrong) return wrong;
  const { definition, parameters } = source;
  const delivered = definition.fields(parameters);
  const fields: DataSetField[] = [];
  for (const [i, field] of declaration.fields.entries()) {
    const from = delivered[i];
    if (!from) {
      const names = delivered.map((d) => `${d.name}: ${formatType(typeOf(d))}`).join(', ');
      const texts = { source: definition.name, count: delivered.length, fields: names };
      return report(context, 'too-many-fields', texts, field.span);
    }
    const type = types[i] as TensorType;
    if (!fits(type, typeOf(from))) return reportType(context, definition.name, field, type, typeOf(from));
    const name = `${module.prefix}${field.name.name}`;
    fields.push({ name, type: withStoredRange(type, from), span: field.name.span });
  }
  const name = `${module.prefix}${declaration.name?.name ?? ''}`;
  return {
    name: declaration.name ? name : (fields[0]?.name ?? ''),
    source: definition,
    parameters,
    fields,
    span: declaration.span,
  };
}

/** Reports a field whose type does not fit; the fix is the type that the source delivers, in the declared range. */
function reportType(
  context: Context,
  source: string,
  field: Tree.Field,
  declared: TensorType,
  delivered: TensorType,
): Reported {
  const labels = delivered.meaning === 'class';
  const right = formatType(declared.range && !labels ? { ...delivered, range: declared.range } : delivered);
  const flat = declared.shape.length === 1 && elements(declared) === elements(delivered);
  const further = flat
    ? ', and put `flatten` in front of the layers that want a row'
    : labels && declared.meaning !== 'class'
      ? `, and use \`one_hot(${field.name.name})\` where a row is wanted`
      : '';
  const texts = {
    source,
    field: field.name.name,
    declared: formatType(declared),
    delivered: formatType(delivered),
    right,
    further,
  };
  const fix = { title: `Declare it as ${right}`, edits: [{ span: field.type.span, replacement: right }], safe: false };
  return report(context, 'data-type', texts, field.type.span, { fix });
}

function fieldType(context: Context, field: Tree.Field, module: Module): OrReported<TensorType> {
  const type = resolveType(context, field.type, rootScope(module));
  if (isReported(type)) return type;
  if (type.kind === 'tensor' && isConcreteTensor(type)) return type;
  const texts = {
    name: formatType(type),
    is: 'several values',
    expected: 'the type of one field',
    help: 'declare one field for each of them',
  };
  return report(context, 'wrong-place', texts, field.type.span);
}

/** Ranges are not compared: when the data are opened, their values are mapped onto the declared range. */
function fits(declared: TensorType, delivered: TensorType): boolean {
  if (!sameShape(declared.shape, delivered.shape)) return false;
  if (delivered.meaning === 'class') return declared.meaning === 'class' && declared.classes === delivered.classes;
  return declared.meaning === 'tensor' || declared.meaning === 'image';
}

function withStoredRange(declared: TensorType, { type }: DataField): TensorType {
  return !declared.range && type.range ? { ...declared, range: type.range } : declared;
}

interface Source {
  readonly definition: DataSourceDefinition;
  readonly parameters: DataParameters;
}

function readSource(context: Context, e: Tree.Expression, module: Module): OrReported<Source> {
  if (e.kind === 'missing') return errorValueOf(e).reported;
  if (e.kind !== 'call' && e.kind !== 'name') {
    const texts = { expected: 'a source such as `digits()`', found: `\`${textOf(e.span)}\`` };
    return report(context, 'wrong-kind', texts, e.span);
  }
  const callee: Tree.Identifier = e.kind === 'call' ? e.callee : { kind: 'identifier', name: e.name, span: e.span };
  const args = e.kind === 'call' ? e.arguments : [];
  const definition = dataSources.get(callee.name);
  if (!definition) {
    if (callee.name === '') return errorValueOf(callee).reported;
    const choices = [...dataSources.keys()];
    const near = suggestedNames(callee.name, choices);
    const texts = { name: callee.name, what: 'data source', near, choices };
    return report(context, 'unknown-name', texts, callee.span, renameFix(callee.span, near));
  }
  const bound = bindArguments(context, definition, callee, args);
  if (isReported(bound)) return bound;
  const settings = readSettings(context, definition, callee, bound, rootScope(module));
  if (isReported(settings)) return settings;
  const parameters = settings as DataParameters;
  const problem = definition.problem?.(parameters);
  if (!problem) return { definition, parameters };
  const texts = { source: definition.name, value: String(parameters[problem.parameter]), ...problem };
  return report(context, 'bad-source', texts, bound.get(problem.parameter)?.[0]?.value.span ?? e.span);
}
