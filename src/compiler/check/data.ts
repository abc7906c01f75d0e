/** From a data declaration to a data set: source, parameters, and fields whose types the source delivers. */
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import {
  completeParameters,
  dataSources,
  type DataField,
  type DataParameter,
  type DataParameters,
  type DataParameterValue,
  type DataSourceDefinition,
} from '../words/data-sources.ts';
import { sameShape } from '../graph/graph.ts';
import { bindArguments, signatureOfFormals, type Bound } from './arguments.ts';
import { asCall, report, reportUnknown, type Context } from './context.ts';
import type { DataSet, DataSetField } from '../program/program.ts';
import { rootScope } from './scope.ts';
import { resolveType } from './type-nodes.ts';
import { elements, formatType, type TensorType } from '../types/type.ts';
import { describe } from './values.ts';

/** Null after a report. */
export function buildDataSet(context: Context, declaration: Tree.DataDeclaration): DataSet | null {
  const types = declaration.fields.map((f) => fieldType(context, f));
  const source = readSource(context, declaration.source);
  if (!source || types.includes(null)) return null;
  const delivered = source.definition.fields(source.parameters);
  const fields: DataSetField[] = [];
  for (const [i, field] of declaration.fields.entries()) {
    const from = delivered[i];
    if (!from) {
      const names = delivered.map((d) => `${d.name}: ${formatType(deliveredType(d))}`).join(', ');
      report(
        context,
        'too-many-fields',
        { source: source.definition.name, count: delivered.length, fields: names },
        field.span,
      );
      return null;
    }
    const type = types[i]!;
    if (!fits(type, from)) {
      reportType(context, source.definition.name, field, type, deliveredType(from));
      return null;
    }
    fields.push({ name: field.name.name, type: withStoredRange(type, from), span: field.name.span });
  }
  const name = declaration.name?.name ?? fields[0]?.name ?? '';
  return { name, source: source.definition, parameters: source.parameters, fields, span: declaration.span };
}

/** What the source delivers, in the range that the writer wants. */
function reportType(
  context: Context,
  source: string,
  field: Tree.DataField,
  declared: TensorType,
  delivered: TensorType,
): void {
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
  report(context, 'data-type', texts, field.type.span, { fix });
}

function fieldType(context: Context, field: Tree.DataField): TensorType | null {
  const type = resolveType(context, field.type, rootScope(''));
  if (type?.kind !== 'tuple') return type;
  report(
    context,
    'wrong-place',
    {
      name: formatType(type),
      is: 'several values',
      expected: 'the type of one field',
      help: 'declare one field for each of them',
    },
    field.type.span,
  );
  return null;
}

const isLabel = (type: DataField['type']): boolean => type.dtype === 'int32';

function deliveredType({ type }: DataField): TensorType {
  const base = { kind: 'tensor', shape: type.shape, batched: true } as const;
  if (isLabel(type)) return { ...base, meaning: 'class', classes: type.classes ?? 2 };
  const meaning = type.shape.length === 3 ? 'image' : 'tensor';
  return { ...base, meaning, ...(type.range && { range: type.range }) };
}

/** Any range may be declared where the source knows its own: values are mapped onto it. */
function fits(declared: TensorType, { type }: DataField): boolean {
  if (!sameShape(declared.shape, type.shape)) return false;
  if (isLabel(type)) return declared.meaning === 'class' && declared.classes === type.classes;
  return declared.meaning === 'tensor' || declared.meaning === 'image';
}

function withStoredRange(declared: TensorType, { type }: DataField): TensorType {
  return !declared.range && type.range ? { ...declared, range: type.range } : declared;
}

function readSource(
  context: Context,
  e: Tree.Expression,
): { definition: DataSourceDefinition; parameters: DataParameters } | null {
  const call = asCall(e);
  if (!call) {
    if (e.kind !== 'missing')
      report(
        context,
        'wrong-kind',
        { expected: 'a source such as `digits()`', found: `\`${textOf(e.span)}\`` },
        e.span,
      );
    return null;
  }
  const definition = dataSources.get(call.callee.name);
  if (!definition) {
    reportUnknown(context, call.callee, 'data source', [...dataSources.keys()]);
    return null;
  }
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== undefined }));
  const bound = bindArguments(
    context,
    call.callee,
    formals,
    call.arguments,
    signatureOfFormals(definition.name, formals),
  );
  const given = bound && readParameters(context, definition, bound);
  if (!given) return null;
  const parameters = completeParameters(definition, given);
  const problem = definition.problem?.(parameters);
  if (problem) {
    report(
      context,
      'bad-source',
      { source: definition.name, value: String(parameters[problem.parameter]), ...problem },
      bound.get(problem.parameter)?.[0]?.value.span ?? e.span,
    );
    return null;
  }
  return { definition, parameters };
}

function readParameters(context: Context, definition: DataSourceDefinition, bound: Bound): DataParameters | null {
  const given: Record<string, DataParameterValue> = {};
  let complete = true;
  for (const p of definition.parameters) {
    const e = bound.get(p.name)?.[0]?.value;
    if (!e) continue;
    const value = readParameter(context, definition, p, e);
    if (value === null) complete = false;
    else given[p.name] = value;
  }
  return complete ? given : null;
}

const expectations: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
};

function readParameter(
  context: Context,
  definition: DataSourceDefinition,
  p: DataParameter,
  e: Tree.Expression,
): DataParameterValue | null {
  const value = context.evaluate(e, rootScope(''));
  if (value.kind === 'error') return null;
  const wanted = p.kind === 'integer' ? 'number' : p.kind;
  const whole = p.kind !== 'integer' || (value.kind === 'number' && Number.isInteger(value.value));
  if (value.kind !== wanted || !whole || !('value' in value)) {
    report(
      context,
      'wrong-argument',
      { callee: definition.name, parameter: p.name, expected: expectations[p.kind]!, found: describe(value) },
      e.span,
    );
    return null;
  }
  if (
    typeof value.value === 'number' &&
    ((p.min !== undefined && value.value < p.min) || (p.max !== undefined && value.value > p.max))
  ) {
    report(
      context,
      'argument-out-of-range',
      { callee: definition.name, parameter: p.name, value: value.value, low: p.min, high: p.max, doc: p.doc },
      e.span,
    );
    return null;
  }
  return value.value;
}
