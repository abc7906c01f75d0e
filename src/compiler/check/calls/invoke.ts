/** Applies a built-in function to checked inputs: type rule, weights, layer name. */
import type { Code, Messages } from '../../../diagnostics/catalogue/index.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import { isReported, Reported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { sameShape } from '../../graph/graph.ts';
import type { CallExpression, Expression, Weight } from '../../program/program.ts';
import { isConcrete, SymbolicSize, type Size } from '../../types/size.ts';
import { formatType, isConcreteTensor, tensor, type AnyTensorType } from '../../types/type.ts';
import {
  callReading,
  type CallReading,
  type CallSite,
  type FunctionDefinition,
  type Note,
} from '../../words/functions/function.ts';
import { undecidedNumbers, undecidedText, type Settings } from '../../words/settings.ts';
import { report, type Context } from '../context.ts';
import type { Bound } from './bind.ts';
import { claim, claimAfter, claimAs, sizedName } from '../values/place.ts';
import { usersPlace, type Construction, type Scope } from '../values/scope.ts';
import {
  describe,
  errorValue,
  tensorValue,
  typedValue,
  unknownValue,
  type TensorExpression,
  type TensorValue,
  type UnknownValue,
  type Value,
} from '../values/value.ts';

/** Thrown when a type rule rejects its inputs; never leaves this file. */
class Refused extends Error {
  readonly reported: Reported;

  constructor(reported: Reported) {
    super();
    this.reported = reported;
  }
}

export interface CallSpans {
  /** Where to report what concerns the call as a whole. */
  readonly callee: Span;
  /** The arguments written at the call, by parameter. */
  readonly arguments?: Bound;
  /** The spans of the inputs, in order. */
  readonly inputs?: readonly Span[];
  /** The expression that gives a layer its size. */
  readonly size?: Tree.Expression | undefined;
  readonly onNamed?: ((name: string) => void) | undefined;
  /** Turns the kernel of the layer with the given path into the one that it uses. */
  readonly parametrize?: ((kernel: TensorValue, path: string) => Value) | undefined;
}

export function invoke(
  context: Context,
  definition: FunctionDefinition,
  inputs: readonly (TensorValue | UnknownValue)[],
  settings: Settings<Size>,
  scope: Scope,
  span: Span,
  spans: CallSpans,
): Value {
  if (definition.layer && !scope.construction) {
    return errorValue(report(context, 'layer-outside-network', { name: definition.name }, spans.callee));
  }
  if (definition.states && scope.construction) {
    const texts = {
      name: definition.name,
      is: 'one that remembers earlier steps',
      expected: 'a function of this step alone',
      help: `use \`${definition.name}\` around the network: in a loss, or in a \`let\` at the top of the file`,
    };
    return errorValue(report(context, 'wrong-place', texts, spans.callee));
  }
  const known = inputs.filter((input): input is TensorValue => input.kind === 'tensor');
  const path = nameOf(definition, scope, spans, span);
  if (known.length < inputs.length || isUndecided(definition, settings)) return unknownValue;
  const call = callReading(
    known.map((input) => input.type),
    settings,
  );
  const { type, refused } = applyTypeRule(context, definition, call, spans);
  if (!type) return errorValue(refused!);
  const expressions = known.map((input) => input.expression);
  if (!isConcreteTensor(type) || expressions.includes(null) || !isConcreteSettings(settings)) return typedValue(type);
  const weights =
    scope.construction && !refused
      ? makeWeights(definition, call as CallReading<number>, scope.construction, path)
      : makeStates(definition, call as CallReading<number>, path);
  const parametrized = spans.parametrize ? parametrizedKernels(context, weights, path, spans.parametrize, spans) : {};
  if (isReported(parametrized)) return errorValue(parametrized);
  if (scope.construction && !definition.notation) {
    scope.construction.layers.push({
      name: path,
      function: definition.name,
      output: type,
      weights: Object.values(weights),
      span: usersPlace(span, scope.expansion),
    });
  }
  const expression: TensorExpression = {
    kind: 'call',
    function: definition,
    inputs: expressions as TensorExpression[],
    settings,
    weights,
    ...parametrized,
    path,
    type,
    span,
  };
  return { kind: 'tensor', type, expression };
}

/** The kernels that `parametrize` makes, each of which must be as large as the one that it is given. */
function parametrizedKernels(
  context: Context,
  weights: Readonly<Record<string, Weight>>,
  path: string,
  parametrize: NonNullable<CallSpans['parametrize']>,
  { callee }: CallSpans,
): OrReported<Pick<CallExpression, 'parametrized'>> {
  const parametrized: Record<string, Expression> = {};
  for (const [name, weight] of Object.entries(weights)) {
    if (!name.endsWith('kernel')) continue;
    const type = tensor(weight.shape, false);
    const made = parametrize(tensorValue({ kind: 'weight', weight, type, span: callee }), path);
    if (made.kind === 'error') return made.reported;
    const kernel = made.kind === 'tensor' ? made.expression : null;
    if (!kernel || kernel.type.batched || !sameShape(kernel.type.shape, weight.shape)) {
      const texts = {
        message: `\`parametrize\` makes ${describe(made)} of a kernel ${formatType(type)}`,
        here: 'of this layer',
        help: 'give it a block or function that takes a kernel and returns one of the same shape',
      };
      return report(context, 'shape-mismatch', texts, callee);
    }
    parametrized[name] = kernel;
  }
  return { parametrized };
}

/** Whether a text or list is still that of a template which is checked on its own: it decides what the call means. */
function isUndecided({ parameters }: FunctionDefinition, settings: Settings<Size>): boolean {
  return parameters.some(({ name }) => settings[name] === undecidedText || settings[name] === undecidedNumbers);
}

function isConcreteSettings(settings: Settings<Size>): settings is Settings {
  for (const name in settings) {
    const value = settings[name];
    if (value instanceof SymbolicSize) return false;
    if (Array.isArray(value) && !isConcrete(value as readonly Size[])) return false;
  }
  return true;
}

/** The path of a call: `dense(128)`, `conv2d(64)/batch_norm`, or the name of a function that is not a layer. */
function nameOf(
  { name, layer, draws }: FunctionDefinition,
  { place, module }: Scope,
  spans: CallSpans,
  at: Span,
): string {
  if (!layer) return draws ? claimAfter(place, name, at) : claim(place, name, at);
  if (!spans.size) return claimAfter(place, name, at);
  const claimed = claimAs(place, sizedName(name, spans.size, module), at);
  spans.onNamed?.(claimed.name);
  return claimed.path;
}

/** The span of an argument, given by its parameter or its position among the inputs; the first may have been piped. */
function placeOf(definition: FunctionDefinition, spans: CallSpans, at: string | number | undefined): Span | undefined {
  if (typeof at === 'number') return spans.inputs?.[at];
  if (at === undefined) return undefined;
  return (
    spans.arguments?.get(at)?.[0]?.value.span ?? (definition.parameters[0]?.name === at ? spans.inputs?.[0] : undefined)
  );
}

/** If the rule rejects its inputs, `type` is what it would have been, if that is clear, so that the check can go on. */
function applyTypeRule(
  context: Context,
  definition: FunctionDefinition,
  call: CallReading,
  spans: CallSpans,
): { type: AnyTensorType | undefined; refused: Reported | null } {
  const site: CallSite = {
    inputs: call.inputs,
    settings: call.settings,
    number: call.number,
    has: call.has,
    fail<C extends Code>(code: C, parameters: Messages[C], at?: string | number, notes: readonly Note[] = []): never {
      const place = placeOf(definition, spans, at);
      const labels = notes.flatMap(({ input, text }) =>
        spans.inputs?.[input] ? [{ span: spans.inputs[input], text }] : [],
      );
      const told = diagnostic(code, parameters, place ?? spans.callee, { labels });
      throw new Refused(Reported.by(context.diagnostics, told));
    },
  };
  try {
    return { type: requireModerate(definition, definition.type(site), site), refused: null };
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    return { type: definition.recover?.(call), refused: cause.reported };
  }
}

/** No memory holds an example of this many numbers, and the engines' integers do not hold the count. */
const mostElements = 2 ** 31;

function requireModerate(definition: FunctionDefinition, type: AnyTensorType, site: CallSite): AnyTensorType {
  const count = isConcrete(type.shape) ? type.shape.reduce((a, b) => a * b, 1) : 0;
  if (count >= mostElements) {
    site.fail('huge-value', { callee: definition.name, shape: `[${type.shape.join(', ')}]`, count });
  }
  return type;
}

/** The states of a call outside of networks, named after its place. */
function makeStates(definition: FunctionDefinition, call: CallReading<number>, path: string): Record<string, Weight> {
  const states: Record<string, Weight> = {};
  for (const [name, { shape, initializer }] of Object.entries(definition.states?.(call) ?? {}))
    states[name] = { path: `state/${path}/${name}`, shape, initializer, trainable: false };
  return states;
}

function makeWeights(
  definition: FunctionDefinition,
  call: CallReading<number>,
  construction: Construction,
  path: string,
): Record<string, Weight> {
  const weights: Record<string, Weight> = {};
  for (const [name, spec] of Object.entries(definition.weights?.(call) ?? {})) {
    const { shape, initializer, trainable = true } = spec;
    weights[name] = {
      path: `${construction.network}/${path}/${name}`,
      shape,
      initializer,
      trainable: trainable && !construction.frozen,
    };
  }
  construction.weights.push(...Object.values(weights));
  return weights;
}
