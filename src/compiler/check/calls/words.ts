/** Words that become values when given their arguments: initialisers, optimizers, schedules. */
import { isReported } from '../../../diagnostics/reported.ts';
import { cover, type Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { OptimizerSettings, Rate } from '../../program/program.ts';
import { isKnown, SymbolicSize, type Size } from '../../types/size.ts';
import { tensor } from '../../types/type.ts';
import type { InitializerName } from '../../words/initializers.ts';
import type { Settings } from '../../words/settings.ts';
import type { Word, WordKind } from '../../words/vocabulary.ts';
import { report, type Context } from '../context.ts';
import type { Scope } from '../values/scope.ts';
import { errorValue, typedValue, type Value } from '../values/value.ts';
import { bindArguments } from './bind.ts';
import { readRates } from './rates.ts';
import { readSettings } from './settings.ts';

type Made = Exclude<WordKind, 'function'>;
type Make = {
  readonly [K in Made]: (
    word: Extract<Word, { readonly kind: K }>,
    settings: Settings<Size>,
    rates: Readonly<Record<string, Rate>>,
    span: Span,
  ) => Value;
};

/** In a template checked on its own, numbers may not be known yet. */
function areKnown(settings: Settings<Size>): settings is Settings {
  return Object.values(settings).every((value) => {
    if (typeof value === 'object' && 'from' in value && !('kind' in value))
      return isKnown(value.from) && isKnown(value.to);
    return !(value instanceof SymbolicSize);
  });
}

const make: Make = {
  initializer: ({ definition }, settings) => {
    const numbers = definition.parameters.map((p) => settings[p.name] as Size);
    const name = definition.name as InitializerName;
    return {
      kind: 'initializer',
      initializer: { definition: name, settings: numbers.map((n) => (isKnown(n) ? n : 1)) },
    };
  },
  optimizer: ({ definition }, settings, rates) => ({
    kind: 'optimizer',
    definition,
    settings: { ...(settings as OptimizerSettings), ...rates },
  }),
  schedule: ({ definition }, settings, _, span) =>
    areKnown(settings)
      ? { kind: 'schedule', schedule: definition.schedule(settings), span }
      : typedValue(tensor<Size>([], false)),
};

/** `normal(0.02)`: the value of a word with its arguments. */
export function makeOf(
  context: Context,
  word: Extract<Word, { readonly kind: Made }>,
  callee: Tree.Identifier,
  args: readonly Tree.Argument[],
  scope: Scope,
  span: Span,
): Value {
  const bound = bindArguments(context, word.definition, callee, args);
  if (isReported(bound)) return errorValue(bound);
  const settings = readSettings(context, word.definition, callee, bound, scope);
  const rates = readRates(context, word.definition, callee, bound, scope);
  if (isReported(settings)) return errorValue(settings);
  if (isReported(rates)) return errorValue(rates);
  const [to, over] = [bound.get('to')?.[0], bound.get('over')?.[0]];
  if (word.kind === 'schedule' && to && over) {
    const names = { callee: callee.name, first: 'to', second: 'over', what: 'when it ends' };
    const [first, second] = to.span.start < over.span.start ? [to, over] : [over, to];
    const labels = [{ span: first.span, text: 'this says it, too' }];
    return errorValue(report(context, 'conflicting-arguments', names, second.span, { labels }));
  }
  if (word.kind === 'initializer' && word.definition.name === 'uniform') {
    const [low, high] = [settings['low'], settings['high']] as [Size, Size];
    if (isKnown(low) && isKnown(high) && low > high) {
      const [first, last] = [args[0]!, args.at(-1)!];
      const at = cover(first.span, last.span);
      return errorValue(report(context, 'bad-range', { low, high, written: `uniform(${high}, ${low})` }, at));
    }
  }
  return make[word.kind](word as never, settings, rates, span);
}

/** A word by its name alone, `adam`, means the call without arguments. */
export function completed(context: Context, value: Value, e: Tree.Expression, scope: Scope): Value {
  if (value.kind !== 'word' || value.word.kind === 'function') return value;
  const callee: Tree.Identifier = { kind: 'identifier', name: value.word.definition.name, span: e.span };
  return makeOf(context, value.word, callee, [], scope, e.span);
}
