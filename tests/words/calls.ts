/** Calls of the table's functions, written as text, with names that stand for numbers or for themselves. */
import type { Code, Messages } from '../../src/diagnostics/catalogue/index.ts';
import { diagnostic } from '../../src/diagnostics/report.ts';
import { isKnown, isWhole, type Size } from '../../src/compiler/types/size.ts';
import { tensor, type AnyTensorType, type Meaning } from '../../src/compiler/types/type.ts';
import type { CallReading, CallSite } from '../../src/compiler/words/functions/function.ts';
import { functions } from '../../src/compiler/words/functions/table.ts';
import type { Parameter } from '../../src/compiler/words/signature.ts';
import type { Settings, SettingValue } from '../../src/compiler/words/settings.ts';
import { readSize, type Names } from './size-text.ts';

/** `['concat', 'tensor[h, w, 3] & tensor[h, w, 1]', { axis: '-1' }]` */
export type WrittenCall = readonly [callee: string, inputs: string, settings?: Readonly<Record<string, string>>];

export interface Refusal {
  readonly code: Code;
  readonly message: string;
  readonly texts: readonly string[];
}

/** The resulting type; a refusal; or null if the arguments themselves are not valid, such as 2.5 for an axis. */
export type Outcome = { readonly type: AnyTensorType } | { readonly refused: Refusal } | null;

class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Reads `image[h, w, 3] in -1..1`, `class(n)`, `class(n)[4]`; `one tensor[]` is the same for every example. */
export function readType(text: string, names: Names): AnyTensorType {
  const match = /^(one )?(\w+)(?:\((.*?)\))?(?:\[(.*)\])?(?: in (\S+)\.\.(\S+))?$/.exec(text);
  if (!match) throw new Error(`${text} is not a type`);
  const [, one, meaning, classes, shape, low, high] = match;
  const sizes = shape ? shape.split(', ').map((size) => readSize(size, names)) : [];
  return {
    ...tensor(sizes, !one, low === undefined ? undefined : [Number(low), Number(high)]),
    meaning: meaning as Meaning,
    ...(classes && { classes: readSize(classes, names) }),
  };
}

function readSetting({ kind }: Parameter, text: string, names: Names): SettingValue {
  if (kind === 'text') return text;
  if (kind === 'integers' || kind === 'numbers') return text.split(', ').map((size) => readSize(size, names));
  if (kind === 'choice' || text === 'same' || text === 'valid') return text;
  return kind === 'boolean' ? text === 'true' : readSize(text, names);
}

function readSettings(parameters: readonly Parameter[], written: Readonly<Record<string, string>>, names: Names) {
  const settings: Record<string, SettingValue> = {};
  for (const parameter of parameters) {
    const text = written[parameter.name];
    if (text !== undefined) settings[parameter.name] = readSetting(parameter, text, names);
    else if (parameter.default !== undefined && parameter.default !== null)
      settings[parameter.name] = parameter.default;
  }
  return settings;
}

const isSize = (size: Size): boolean => !isKnown(size) || (isWhole(size) && size >= 1);

/** False for what the checker refuses before it applies the type rule. */
function fits(parameter: Parameter, value: SettingValue | undefined): boolean {
  if (Array.isArray(value))
    return value.every((item) =>
      fits({ ...parameter, kind: parameter.kind === 'numbers' ? 'number' : 'integer' }, item as Size),
    );
  if (typeof value !== 'number') return true;
  const whole = parameter.kind === 'number' || Number.isInteger(value);
  return whole && value >= (parameter.min ?? -Infinity) && value <= (parameter.max ?? Infinity);
}

function siteOf(inputs: readonly AnyTensorType[], settings: Settings<Size>): CallSite {
  const reading: CallReading = {
    inputs,
    settings,
    number: (name) => settings[name] as Size,
    has: (name) => settings[name] !== undefined,
  };
  return {
    ...reading,
    fail<C extends Code>(code: C, parameters: Messages[C]): never {
      const source = { name: 'test', text: '' };
      const { message, label, why, help } = diagnostic(code, parameters, { source, start: 0, end: 0 });
      throw new Refused({ code, message, texts: [label, why, help].filter((text) => text !== undefined) });
    },
  };
}

/** The function, the types of its inputs and its settings. */
export function readCall([callee, types, written = {}]: WrittenCall, names: Names) {
  const definition = functions.get(callee)!;
  const inputs = types.split(' & ').map((type) => readType(type, names));
  return { definition, inputs, settings: readSettings(definition.parameters, written, names) };
}

export function outcomeOf(call: WrittenCall, names: Names): Outcome {
  const { definition, inputs, settings } = readCall(call, names);
  const valid =
    inputs.every((type) => type.shape.every(isSize) && isSize(type.classes ?? 1)) &&
    definition.parameters.every((parameter) => fits(parameter, settings[parameter.name]));
  if (!valid) return null;
  try {
    return { type: definition.type(siteOf(inputs, settings)) };
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    return { refused: cause.refusal };
  }
}
