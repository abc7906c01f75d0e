/** Applying a function of the table to checked inputs: type rule, weights, layer name. */
import type { Span } from '../../diagnostics/source.ts';
import type { CallReading, CallSite, FunctionDefinition, Note, Settings } from '../words/functions/function.ts';
import { report, type Context } from './context.ts';
import type { Code, Messages } from '../../diagnostics/catalogue/index.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Weight } from '../program/program.ts';
import { uniquePath, type Construction, type Scope } from './scope.ts';
import type { TensorType } from '../types/type.ts';
import { errorValue, tensorValue, type TensorExpression, type Value } from './values.ts';

/** Thrown by a type rule that refuses; never leaves this file. */
class Refused extends Error {}

export interface CallSpans {
  /** The smallest place that stands for the call itself. */
  readonly callee: Span;
  /** Of the arguments as far as they were written at the call, by parameter. */
  readonly arguments?: ReadonlyMap<string, Span>;
  /** Of the inputs, in order. */
  readonly inputs?: readonly Span[];
}

export function invoke(
  context: Context,
  definition: FunctionDefinition,
  inputs: readonly TensorExpression[],
  settings: Settings,
  scope: Scope,
  span: Span,
  spans: CallSpans = { callee: span },
): Value {
  if (definition.layer && !scope.construction) {
    report(context, 'layer-outside-network', { name: definition.name }, spans.callee);
    return errorValue;
  }
  const call = reading(
    inputs.map((input) => input.type),
    settings,
  );
  const { type, refused } = applyTypeRule(context, definition, call, spans);
  if (!type) return errorValue;
  const path = uniquePath(scope, definition.name);
  const weights = scope.construction && !refused ? makeWeights(definition, call, scope.construction, path) : {};
  if (scope.construction && !definition.notation) {
    scope.construction.layers.push({
      name: path,
      function: definition.name,
      output: type,
      weights: Object.values(weights),
      span,
    });
  }
  return tensorValue({ kind: 'call', function: definition, inputs, settings, weights, path, type, span });
}

/** The place of an argument; the first one may have come through a pipe. */
function placeOf(definition: FunctionDefinition, spans: CallSpans, at: string | number | undefined): Span | undefined {
  if (typeof at === 'number') return spans.inputs?.[at];
  if (at === undefined) return undefined;
  return spans.arguments?.get(at) ?? (definition.parameters[0]?.name === at ? spans.inputs?.[0] : undefined);
}

export function reading(inputs: readonly TensorType[], settings: Settings): CallReading {
  return {
    inputs,
    settings,
    integer: (name) => settings[name] as number,
    number: (name) => settings[name] as number,
    has: (name) => settings[name] !== undefined,
  };
}

/** After a refusal the type is what it would have been, where that is plain, so that the rest can be checked. */
function applyTypeRule(
  context: Context,
  definition: FunctionDefinition,
  call: CallReading,
  spans: CallSpans,
): { type: TensorType | undefined; refused: boolean } {
  const site: CallSite = {
    ...call,
    fail<C extends Code>(code: C, parameters: Messages[C], at?: string | number, notes: readonly Note[] = []): never {
      const place = placeOf(definition, spans, at);
      const labels = notes.flatMap(({ input, text }) =>
        spans.inputs?.[input] ? [{ span: spans.inputs[input], text }] : [],
      );
      context.diagnostics.push(diagnostic(code, parameters, place ?? spans.callee, { labels }));
      throw new Refused();
    },
  };
  try {
    return { type: definition.type(site), refused: false };
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    return { type: definition.recover?.(call), refused: true };
  }
}

function makeWeights(
  definition: FunctionDefinition,
  call: CallReading,
  construction: Construction,
  path: string,
): Record<string, Weight> {
  const weights: Record<string, Weight> = {};
  for (const [name, spec] of Object.entries(definition.weights?.(call) ?? {})) {
    const { shape, initializer, trainable = true } = spec;
    weights[name] = { path: `${construction.network}/${path}/${name}`, shape, initializer, trainable };
  }
  construction.weights.push(...Object.values(weights));
  return weights;
}
