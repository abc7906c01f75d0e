/** Calls: arguments that are missing, unknown, given twice or out of range. */
import { error, type Texts } from './texts.ts';
import { bounds, listed, suggestion, type Amount, type Choice } from './wording.ts';

export const calls = {
  'missing-argument': error<{ callee: string; parameter: string; doc: string; signature: string }>({
    message: (p) => `\`${p.callee}\` needs \`${p.parameter}\``,
    why: (p) => (p.doc ? `\`${p.parameter}\`: ${p.doc}` : undefined),
    help: (p) => `write \`${p.signature}\``,
  }),
  /** `given`: what is passed for a static parameter; `input`: whether that has a value for each example. */
  'missing-type': error<{ name: string; network: string; given?: string; input?: boolean }>({
    message: (p) =>
      p.given === undefined
        ? `no input of \`${p.network}\` has a type`
        : `\`${p.name}\` of \`${p.network}\` has no type, so it has to be known before training`,
    label: (p) => (p.given === undefined ? undefined : `this is ${p.given}`),
    why: () => 'a parameter without a type is static: a number, a text or a function that chooses the architecture',
    help: (p) =>
      p.input === false
        ? `give it a number, a text, or a function that is not called: \`${p.name}: relu\``
        : `for an input, write its type: \`${p.name}: ${p.given ?? 'tensor[2]'}\``,
  }),
  'too-many-arguments': error<{ callee: string; most: number; signature: string }>({
    message: (p) =>
      `\`${p.callee}\` takes ${p.most === 0 ? 'no arguments' : `at most ${p.most} argument${p.most === 1 ? '' : 's'}`} here`,
    label: () => 'this one is too many',
    help: (p) => `write \`${p.signature}\``,
  }),
  'unknown-argument': error<Choice & { callee: string }>({
    message: (p) => `\`${p.callee}\` has no parameter named \`${p.name}\``,
    help: suggestion,
  }),
  'duplicate-argument': error<{ callee: string; name: string }>({
    message: (p) => `\`${p.name}\` is given twice to \`${p.callee}\``,
    help: () => 'remove one of them',
  }),
  'conflicting-arguments': error<{ callee: string; first: string; second: string; what: string }>({
    message: (p) => `\`${p.first}\` and \`${p.second}\` of \`${p.callee}\` both say ${p.what}`,
    help: () => 'remove one of them',
  }),
  'positional-after-named': error<object>({
    message: () => 'an argument without a name follows one with a name',
    help: () => 'name it, or put it before the named ones',
  }),
  'wrong-argument': error<{ callee: string; parameter: string; expected: string; found: string }>({
    message: (p) => `\`${p.parameter}\` of \`${p.callee}\` must be ${p.expected}, not ${p.found}`,
  }),
  'argument-out-of-range': error<{
    callee: string;
    parameter: string;
    value: Amount;
    low: Amount | undefined;
    high: Amount | undefined;
    doc?: string;
  }>({
    message: (p) => `\`${p.parameter}\` of \`${p.callee}\` must be ${bounds(p.low, p.high)}`,
    label: (p) => `this is ${p.value}`,
    why: (p) => p.doc && `\`${p.parameter}\`: ${p.doc}`,
  }),
  'unknown-choice': error<Choice & { callee: string; parameter: string; doc: string }>({
    message: (p) => `\`${p.parameter}\` of \`${p.callee}\` cannot be \`${p.name}\``,
    why: (p) => `\`${p.parameter}\`: ${p.doc}`,
    help: (p) => (p.near.length > 0 ? suggestion(p) : `it can be ${listed(p.choices, 'or')}`),
  }),
  'layer-outside-network': error<{ name: string }>({
    message: (p) => `\`${p.name}\` has weights and can only be used in a network or a block`,
    why: () => 'weights belong to a network: that is what is trained, saved and shared',
    help: (p) => `put \`${p.name}\` in a \`network\`, and call that`,
  }),
} as const satisfies Record<string, Texts<never>>;
