/** Random draws: `latent z ~ normal[100]`, `t ~ uniform(0, 1)[1]`, `c ~ class(10)`. */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { cover } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { isConcrete, type Size } from '../../types/size.ts';
import { isConcreteTensor, tensor, type AnyTensorType } from '../../types/type.ts';
import { distributions } from '../../words/distributions.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { bindArguments } from '../calls/bind.ts';
import { readSettings } from '../calls/settings.ts';
import { renameFix, report, type Context } from '../context.ts';
import { errorValueOf } from './errors.ts';
import { evaluateInteger } from './numbers.ts';
import type { Scope } from './scope.ts';
import { tensorValue, typedValue, type TensorValue } from './value.ts';

/** Evaluates a draw; `path` names its random stream. */
export function drawValue(context: Context, draw: Tree.Draw, scope: Scope, path: string): OrReported<TensorValue> {
  const { name, span } = draw.distribution;
  if (name === '') return errorValueOf(draw.distribution).reported;
  const definition = distributions.get(name);
  if (!definition) {
    const choices = [...distributions.keys()];
    const near = suggestedNames(name, choices);
    return report(context, 'unknown-name', { name, what: 'distribution', near, choices }, span, renameFix(span, near));
  }
  const bound = bindArguments(context, definition, draw.distribution, draw.arguments);
  if (isReported(bound)) return bound;
  const settings = readSettings(context, definition, draw.distribution, bound, scope);
  const shape = allOf(draw.shape.map((size) => evaluateInteger(context, size, scope, 'a size')));
  if (isReported(settings)) return settings;
  if (isReported(shape)) return shape;
  const numbers = definition.parameters.map((p) => settings[p.name] as Size);
  const known = isConcrete(numbers);
  const range = known ? definition.range?.(numbers) : undefined;
  if (range && range[0] > range[1]) {
    const [first, last] = draw.arguments;
    const at = first && last ? cover(first.span, last.span) : draw.distribution.span;
    return report(
      context,
      'bad-range',
      { low: range[0], high: range[1], written: `${name}(${range[1]}, ${range[0]})` },
      at,
    );
  }
  const plain = tensor(shape, true, range);
  const type: AnyTensorType = name === 'class' ? { ...plain, meaning: 'class', classes: numbers[0]! } : plain;
  if (!known || !isConcreteTensor(type)) return typedValue(type);
  return tensorValue({ kind: 'draw', path, distribution: definition.distribution(numbers), type, span: draw.span });
}
