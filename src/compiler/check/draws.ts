/** Random draws: `latent z ~ normal[100]`, `t ~ uniform(0, 1)[1]`, `c ~ class(10)`. */
import { cover } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { distributions } from '../words/distributions.ts';
import { bindArguments } from './arguments.ts';
import { evaluateInteger, evaluateNumber } from './arithmetic.ts';
import { report, reportUnknown, type Context } from './context.ts';
import type { DrawExpression } from '../program/program.ts';
import type { Scope } from './scope.ts';
import { tensor, type TensorType } from '../types/type.ts';

/** Null after a report. */
export function drawExpression(context: Context, draw: Tree.Draw, scope: Scope, path: string): DrawExpression | null {
  const { name } = draw.distribution;
  const definition = Object.hasOwn(distributions, name) ? distributions[name] : undefined;
  if (!definition) {
    reportUnknown(context, draw.distribution, 'distribution', Object.keys(distributions));
    return null;
  }
  const formals = definition.parameters.map((p) => ({ name: p.name, doc: p.doc, optional: p.default !== undefined }));
  const bound = bindArguments(context, draw.distribution, formals, draw.arguments);
  if (!bound) return null;
  const settings: number[] = [];
  for (const p of definition.parameters) {
    const argument = bound.get(p.name)?.[0]?.value;
    const what = `\`${p.name}\` of \`${name}\``;
    const value = !argument
      ? p.default!
      : p.integer
        ? evaluateInteger(context, argument, scope, what, -Infinity)
        : evaluateNumber(context, argument, scope, what);
    if (value === null) return null;
    if (argument && p.min !== undefined && value < p.min) {
      report(
        context,
        'argument-out-of-range',
        { callee: name, parameter: p.name, value, low: p.min, high: undefined, doc: p.doc },
        argument.span,
      );
      return null;
    }
    settings.push(value);
  }
  const shape = draw.shape.map((size) => evaluateInteger(context, size, scope, 'a size'));
  if (shape.includes(null)) return null;
  const range = definition.range?.(settings);
  if (range && range[0] > range[1]) {
    const [first, last] = draw.arguments;
    const at = first && last ? cover(first.span, last.span) : draw.distribution.span;
    report(context, 'bad-range', { low: range[0], high: range[1], written: `${name}(${range[1]}, ${range[0]})` }, at);
    return null;
  }
  const distribution = definition.distribution(settings);
  const plain = tensor(shape as number[], true, range);
  const type: TensorType =
    distribution.kind === 'categorical' ? { ...plain, meaning: 'class', classes: distribution.classes } : plain;
  return { kind: 'draw', path, distribution, type, span: draw.span };
}
