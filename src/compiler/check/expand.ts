/** Blocks and functions are templates: each use is expanded in place, with its own names, weights and draws. */
import type { Diagnostic, Label } from '../../diagnostics/diagnostic.ts';
import { textOf, type Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { bindArguments, type Formal } from './arguments.ts';
import { conform } from './conform.ts';
import { report, type Context } from './context.ts';
import { drawExpression } from './draws.ts';
import { toTensor } from './lift.ts';
import { calleeScope, rootScope, uniquePath, type Scope } from './scope.ts';
import { matchParameterType, resolveTensorType } from './type-nodes.ts';
import { formatType } from '../types/type.ts';
import { errorValue, tensorValue, type Value, type WrittenCall } from './values.ts';

type Template = Tree.BlockDeclaration | Tree.FunctionDeclaration;

/** The bindings of a body in order, then its value. */
export function evaluateBody(context: Context, body: Tree.Body, scope: Scope): Value {
  for (const binding of body.bindings) {
    if (binding.kind === 'let') {
      scope.bindings.set(binding.name.name, context.evaluate(binding.value, scope));
    } else {
      const draw = drawExpression(context, binding.draw, scope, uniquePath(scope, binding.draw.name.name));
      scope.bindings.set(binding.draw.name.name, draw ? tensorValue(draw) : errorValue);
    }
  }
  return context.evaluate(body.result, scope);
}

/** Where a result is made: the last stage of a pipe, else the whole expression. */
export function placeOfResult(e: Tree.Expression): Span {
  return e.kind === 'pipe' ? (e.stages.at(-1)?.span ?? e.span) : e.span;
}

/** Templates being expanded now, outermost first: a template inside itself would never end. */
const expanding: Template[] = [];

/** Binds the arguments of a template in a new scope; null after a report. */
function enter(
  context: Context,
  template: Template,
  { callee, arguments: args, scope: caller, piped }: WrittenCall,
): Scope | null {
  if (expanding.includes(template)) {
    const path = [...expanding.slice(expanding.indexOf(template)), template].map((t) => t.name.name);
    report(context, 'circular-definition', { name: template.name.name, path }, callee.span);
    return null;
  }
  const formals: Formal[] = template.parameters.map((p) => ({
    name: p.name.name,
    doc: '',
    optional: p.default !== undefined,
  }));
  const shown = template.parameters.map((p) => (p.default ? `${p.name.name}: ${textOf(p.default.span)}` : p.name.name));
  const bound = bindArguments(
    context,
    callee,
    formals,
    args,
    `${callee.name}(${shown.join(', ')})`,
    piped ? 1 : 0,
    template.name.span,
  );
  if (!bound) return null;
  const inner = calleeScope(caller, template.name.name);
  let fits = true;
  for (const [i, parameter] of template.parameters.entries()) {
    const argument = bound.get(parameter.name.name)?.[0];
    const given = argument
      ? context.evaluate(argument.value, caller)
      : piped && i === 0
        ? piped.value
        : context.evaluate(parameter.default!, rootScope(inner.prefix));
    const value = parameter.type
      ? typedArgument(context, template, parameter, given, argument?.value.span ?? callee.span, inner)
      : given;
    inner.bindings.set(parameter.name.name, value);
    fits &&= value.kind !== 'error';
  }
  return fits ? inner : null;
}

function typedArgument(
  context: Context,
  template: Template,
  parameter: Tree.Parameter,
  value: Value,
  at: Span,
  inner: Scope,
): Value {
  if (value.kind === 'error' || parameter.type?.kind !== 'tensor-type') return errorValue;
  const what = `\`${parameter.name.name}\` of \`${template.name.name}\``;
  const given = toTensor(context, value, at, what);
  if (!given) return errorValue;
  const labels = [{ span: parameter.span, text: 'declared here' }];
  const declared = matchParameterType(context, parameter.type, inner, given.type, (expected) => {
    report(context, 'wrong-rank', { callee: template.name.name, expected, found: formatType(given.type) }, at, {
      labels,
    });
  });
  const fitting = declared && conform(context, given, declared, { what, promise: false, span: at, labels });
  return fitting ? tensorValue(fitting) : errorValue;
}

function expand(context: Context, template: Template, inner: Scope, at: Span): Value {
  expanding.push(template);
  const first = context.diagnostics.length;
  try {
    return template.kind === 'block'
      ? blockResult(context, template, inner)
      : evaluateBody(context, template.body, inner);
  } finally {
    expanding.pop();
    const added = context.diagnostics.splice(first);
    context.diagnostics.push(...added.map((d) => seenFromUse(d, template, at)));
  }
}

/**
 * What goes wrong inside a template is shown where it was used, too. A library function is not the user's text to
 * mend: there the use is the main place, and the library's line the further one.
 */
function seenFromUse(d: Diagnostic, template: Template, at: Span): Diagnostic {
  const own =
    d.span.source === template.span.source && d.span.start >= template.span.start && d.span.end <= template.span.end;
  if (!own) return d;
  const use: Label = { span: at, text: `in this use of \`${template.name.name}\`` };
  if (at.source === template.span.source) return { ...d, labels: [...(d.labels ?? []), use] };
  const { label, ...rest } = d;
  return { ...rest, span: at, label: use.text, labels: [...(d.labels ?? []), { span: d.span, text: label ?? 'here' }] };
}

function blockResult(context: Context, block: Tree.BlockDeclaration, inner: Scope): Value {
  const value = evaluateBody(context, block.body, inner);
  if (block.result?.kind !== 'tensor-type') return value;
  const declared = resolveTensorType(context, block.result, inner);
  if (!declared || value.kind === 'error') return errorValue;
  const span = placeOfResult(block.body.result);
  const what = `the result of \`${block.name.name}\``;
  const result = toTensor(context, value, span, what);
  const labels = [{ span: block.result.span, text: 'declared here' }];
  const fitting =
    result && conform(context, result, declared, { what, promise: true, span, within: block.body.span, labels });
  return fitting ? tensorValue(fitting) : errorValue;
}

export function expandFunction(context: Context, fn: Tree.FunctionDeclaration, written: WrittenCall): Value {
  const inner = enter(context, fn, written);
  return inner ? expand(context, fn, inner, written.span) : errorValue;
}

export function expandBlock(context: Context, block: Tree.BlockDeclaration, written: WrittenCall): Value {
  if (!written.scope.construction) {
    report(context, 'layer-outside-network', { name: written.callee.name }, written.callee.span);
    return errorValue;
  }
  const inner = enter(context, block, written);
  return inner ? expand(context, block, inner, written.span) : errorValue;
}
