/**
 * Everything the checker can say, in one table: a code, its severity and its texts. The parameters of each code are
 * typed, so a message cannot be made without what it needs to be understood. Each code has a page in `docs/errors/`.
 */
import type { Diagnostic, Fix, Label, Severity } from '../diagnostic.ts';
import type { Span } from '../source.ts';

interface MessageText<P> {
  readonly severity: Severity;
  readonly message: (p: P) => string;
  /** The text under the carets. */
  readonly label?: (p: P) => string | undefined;
  readonly why?: (p: P) => string | undefined;
  readonly help?: (p: P) => string | undefined;
}

const error = <P>(text: Omit<MessageText<P>, 'severity'>): MessageText<P> => ({ severity: 'error', ...text });
const warning = <P>(text: Omit<MessageText<P>, 'severity'>): MessageText<P> => ({ severity: 'warning', ...text });

/** `a`, `b` or `c` */
const listed = (names: readonly string[], last: 'and' | 'or'): string => {
  const quoted = names.map((n) => `\`${n}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)!}`;
};

interface Choice {
  readonly name: string;
  /** What the writer may have meant, nearest first. */
  readonly near: readonly string[];
  readonly choices: readonly string[];
}
/** More than these are no help. */
const choiceLimit = 40;
function suggestion({ near, choices }: Choice): string | undefined {
  if (near.length > 0) return `did you mean ${listed(near, 'or')}?`;
  if (choices.length === 0 || choices.length > choiceLimit) return undefined;
  return choices.length === 1 ? `there is only ${listed(choices, 'and')}` : `there are ${listed(choices, 'and')}`;
}

/** 3.2 billion, for numbers too long to read. */
function large(count: number): string {
  const [size, word] = count >= 1e12 ? [1e12, 'trillion'] : count >= 1e9 ? [1e9, 'billion'] : [1e6, 'million'];
  return `${Number((count / size).toPrecision(3))} ${word}`;
}

/** A bound such as 0.999999 stands for "less than 1". */
function bounds(low: number | undefined, high: number | undefined): string {
  const below = high !== undefined && high < 1 && high > 0.9999;
  if (low === undefined) return below ? 'less than 1' : `at most ${high}`;
  if (high === undefined) return `at least ${low}`;
  return below ? `at least ${low} and less than 1` : `between ${low} and ${high}`;
}

export const messages = {
  // ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  'unknown-name': error<Choice & { what: string; otherwise?: string }>({
    message: (p) => `there is no ${p.what} named \`${p.name}\` here`,
    help: (p) => suggestion(p) ?? p.otherwise,
  }),
  'duplicate-name': error<{ name: string; first: string }>({
    message: (p) => `\`${p.name}\` is declared twice`,
    label: () => 'declared again here',
    why: (p) => `it is already ${p.first}`,
    help: () => 'give one of them another name',
  }),
  'reserved-name': error<{ name: string; what: string }>({
    message: (p) => `\`${p.name}\` is ${p.what} of the language and cannot be declared again`,
    help: () => 'choose another name',
  }),
  'circular-definition': error<{ name: string; path: readonly string[] }>({
    message: (p) => `\`${p.name}\` is defined in terms of itself`,
    why: (p) =>
      p.path.map((n) => `\`${n}\``).reduce((said, n, i) => `${said}${i === 1 ? ' needs' : ', which needs'} ${n}`),
    help: (p) =>
      p.path.length === 2
        ? 'to apply the same layers several times, write `repeat(3) { … }`'
        : 'let one of them do without the others',
  }),
  'missing-model': error<object>({
    message: () => 'the file does not say which model it describes',
    label: () => '`model NAME` is expected before this',
    help: () => 'begin with a line such as `model dcgan`',
  }),
  'duplicate-declaration': error<{ what: string }>({
    message: (p) => `there can be only one \`${p.what}\` in a file`,
    help: (p) =>
      p.what === 'train' ? 'put all actions into one `train`: it goes through them in turn' : 'remove one of them',
  }),
  'not-a-function': error<{ name: string; is: string }>({
    message: (p) => `\`${p.name}\` is ${p.is}: it cannot be called`,
    why: () => 'only functions, layers, networks and blocks take arguments',
    help: (p) => `use \`${p.name}\` without parentheses; to multiply, write \`${p.name} * …\``,
  }),
  'wrong-place': error<{ name: string; is: string; expected: string; help?: string }>({
    message: (p) => `${p.expected} is expected here, and \`${p.name}\` is ${p.is}`,
    help: (p) => p.help,
  }),
  'unknown-member': error<Choice & { of: string }>({
    message: (p) => `${p.of} has no part named \`${p.name}\``,
    help: suggestion,
  }),
  'no-members': error<{ type: string; name: string }>({
    message: (p) => `this is ${p.type}: it has no parts to choose from`,
    why: () => 'only a network with several results, `-> (validity: logit[1], label: logit[10])`, has named parts',
    help: (p) => `leave out \`.${p.name}\``,
  }),

  // ── calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  'missing-argument': error<{ callee: string; parameter: string; doc: string; signature: string }>({
    message: (p) => `\`${p.callee}\` needs \`${p.parameter}\``,
    why: (p) => (p.doc ? `\`${p.parameter}\`: ${p.doc}` : undefined),
    help: (p) => `write \`${p.signature}\``,
  }),
  'missing-type': error<{ name: string }>({
    message: (p) => `the input \`${p.name}\` of a network needs a type`,
    why: () => 'a network is checked on its own, before anyone calls it',
    help: (p) => `write, for example, \`${p.name}: tensor[2]\``,
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
    value: number;
    low: number | undefined;
    high: number | undefined;
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
    message: (p) => `\`${p.name}\` has weights and can only stand in a network or a block`,
    why: () => 'weights belong to a network: that is what is trained, saved and shared',
    help: (p) => `put \`${p.name}\` into a \`network\`, and call that`,
  }),

  // ── numbers and sizes ─────────────────────────────────────────────────────────────────────────────────────────────
  'not-a-constant': error<{ what: string }>({
    message: (p) => `${p.what} must be known before training`,
    label: () => 'this depends on data or weights',
    help: () => 'use a number, a `const`, or arithmetic over them',
  }),
  'wrong-kind': error<{ found: string; expected: string; why?: string; help?: string }>({
    message: (p) => `${p.expected} is expected here, not ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'not-an-integer': error<{ what: string; value: number }>({
    message: (p) => `${p.what} must be a whole number, and this is ${Number(p.value.toPrecision(8))}`,
    help: (p) =>
      p.value > 1 ? `use numbers that give ${Math.floor(p.value)} or ${Math.ceil(p.value)}` : 'use a number such as 1',
  }),
  'bad-size': error<{ what: string; value: number; least: number }>({
    message: (p) => `${p.what} must be at least ${p.least}, and this is ${p.value}`,
    help: (p) =>
      p.value === -1
        ? 'shapes are those of one example: if -1 stands for the batch, leave it out; else write the size'
        : `use at least ${p.least}`,
  }),
  'too-many-repetitions': error<{ count: number; most: number }>({
    message: (p) => `${p.count.toLocaleString('en-US')} rounds are more than can be unrolled`,
    why: (p) => `each round becomes layers of its own, and ${p.most.toLocaleString('en-US')} rounds are the most`,
    help: () => 'for training longer, use `repeat` in `train`; for a sequence, make the layers wider instead of more',
  }),
  indivisible: error<{ dividend: string; divisor: number; value: number; sizes: string }>({
    message: (p) => `${p.value} is not divisible by ${p.divisor}`,
    label: (p) => `${p.dividend} is ${p.value}`,
    why: (p) =>
      p.divisor === 2
        ? 'sizes are whole numbers: halving an odd side drops a row, and doubling it again does not bring it back'
        : 'sizes are whole numbers, and a share of a row does not exist',
    help: (p) => p.sizes,
  }),
  'division-by-zero': error<{ dividend: number; operator: string }>({
    message: (p) => `${p.dividend} ${p.operator} 0 has no value`,
    label: () => 'this is 0',
    help: () => 'make sure that the divisor cannot become 0',
  }),
  'bad-range': error<{ low: number; high: number; written: string }>({
    message: (p) => `nothing lies between ${p.low} and ${p.high}`,
    why: (p) => `a range goes upwards, and ${p.low} is greater than ${p.high}`,
    help: (p) => `write the smaller end first: \`${p.written}\``,
  }),

  // ── shapes ────────────────────────────────────────────────────────────────────────────────────────────────────────
  'shape-mismatch': error<{ message: string; here: string; why?: string; help?: string }>({
    message: (p) => p.message,
    label: (p) => p.here,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'wrong-rank': error<{ callee: string; expected: string; found: string; help?: string }>({
    message: (p) => `\`${p.callee}\` takes ${p.expected}, not ${p.found}`,
    label: (p) => `given ${p.found}`,
    help: (p) => p.help,
  }),
  'reshape-size': error<{ from: string; to: string; count: number; wanted: number; help: string }>({
    message: (p) => `\`reshape\` cannot make ${p.to} out of ${p.from}`,
    label: (p) => `${p.wanted} elements are asked for, and there are ${p.count}`,
    why: () => 'a reshape keeps every element: the products of the sizes must be equal',
    help: (p) => p.help,
  }),
  'kernel-too-large': error<{ callee: string; kernel: string; input: string }>({
    message: (p) =>
      `the ${p.kernel} ${p.callee.endsWith('pool') ? 'window' : 'kernel'} of \`${p.callee}\` does not fit into ${p.input}`,
    why: (p) =>
      `the map is ${p.input} here, and ${p.callee.endsWith('pool') ? 'a window' : 'a kernel'} must lie inside it, padding included`,
    help: (p) =>
      p.callee === 'conv2d'
        ? 'use `padding: same`, a smaller kernel, or fewer downsampling layers before it (the arguments are filters, then kernel)'
        : 'use `padding: same`, a smaller window, or fewer downsampling layers before it',
  }),
  'loss-not-scalar': error<{ name: string; type: string }>({
    message: (p) => `\`${p.name}\` is ${p.type} for each example, and a loss is one number for the whole batch`,
    label: (p) => `${p.type} for each example`,
    help: () => 'say how the batch is combined: `mean(…)` or `sum(…)`',
  }),
  'gradient-of-batch': error<{ type: string }>({
    message: (p) => `\`grad\` takes one number for the whole batch, and this is ${p.type} for each example`,
    why: () => 'a gradient is that of a single number',
    help: () => 'write `grad(sum(…), wrt)`: summed over the batch, each example keeps its own gradient',
  }),
  'gradient-independent': error<object>({
    message: () => 'this gradient is always zero',
    label: () => 'the scalar does not depend on this value',
    why: () => 'the value that `grad` differentiates by must be the one that the scalar was computed from',
    help: () => 'name it once with `let`, and use that name in both places',
  }),

  // ── meanings ──────────────────────────────────────────────────────────────────────────────────────────────────────
  'double-activation': error<{ callee: string }>({
    message: (p) => `\`${p.callee}\` is applied to a probability`,
    label: () => 'one activation too many',
    why: (p) =>
      `\`${p.callee}\` turns logits into probabilities; twice, it squeezes everything towards the middle and the gradients vanish`,
    help: (p) => `use the probability as it is, without this \`${p.callee}\``,
  }),
  'loss-wants-logit': error<{ callee: string }>({
    message: (p) => `\`${p.callee}\` takes logits, and this is a probability`,
    label: () => 'a sigmoid or softmax was applied already',
    why: (p) => `\`${p.callee}\` applies its own log-softmax, which is exact where log(softmax(x)) is not`,
    help: () => 'drop the sigmoid or softmax before it and declare the result `logit[n]`',
  }),
  'probability-as-score': error<{ network: string }>({
    message: () => 'the mean of a probability is used as a score',
    label: (p) => `\`${p.network}\` gives a probability`,
    why: () => 'a Wasserstein critic is unbounded: behind a sigmoid its scores saturate, and its gradients with them',
    help: (p) =>
      `drop the sigmoid and let \`${p.network}\` return \`score[1]\`; or use a loss for probabilities, such as \`-mean(log(${p.network}(x)))\``,
  }),
  'meaning-mismatch': error<{
    what: string;
    expected: string;
    found: string;
    promise?: boolean;
    why?: string;
    help?: string;
  }>({
    message: (p) =>
      p.promise
        ? `${p.what} is declared as ${p.expected}, and ${p.found} comes out`
        : `${p.what} takes ${p.expected}, not ${p.found}`,
    label: (p) => `this is ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  /** `found` is absent where nothing is known of the values. */
  'range-mismatch': error<{ what: string; expected: string; found?: string; why?: string; help?: string }>({
    message: (p) => {
      if (p.found === undefined) return `${p.what} lies in ${p.expected}, and nothing holds these values there`;
      return `${p.what} lies in ${p.expected}, and this ${p.found.includes('..') ? 'lies in' : 'is'} ${p.found}`;
    },
    label: (p) =>
      p.found === undefined
        ? 'these can be any numbers'
        : p.found.includes('..')
          ? `values in ${p.found}`
          : `this is ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'class-count': error<{ callee: string; found: number; expected: number }>({
    message: (p) => `the labels have ${p.found} classes, and \`${p.callee}\` has room for ${p.expected}`,
    label: (p) => `room for ${p.expected}`,
    why: (p) => `a label of ${p.found - 1} would fall outside`,
    help: (p) => `make room for ${p.found}`,
  }),

  // ── data ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  'data-type': error<{
    source: string;
    field: string;
    declared: string;
    delivered: string;
    right: string;
    further?: string;
  }>({
    message: (p) => `\`${p.source}\` delivers ${p.delivered}, and \`${p.field}\` is declared as ${p.declared}`,
    why: () => 'data keep the shape that their source gives them; networks reshape them',
    help: (p) => `declare \`${p.field}: ${p.right}\`${p.further ?? ''}`,
  }),
  'too-many-fields': error<{ source: string; count: number; fields: string }>({
    message: (p) => `\`${p.source}\` has ${p.count} field${p.count === 1 ? '' : 's'}`,
    label: () => 'this one is too many',
    why: (p) => `in order: ${p.fields}`,
    help: () => 'remove it',
  }),
  'bad-source': error<{ source: string; parameter: string; value: string; why: string; help: string }>({
    message: (p) => `\`${p.parameter}\` of \`${p.source}\` cannot be ${p.value}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),

  // ── the training program ──────────────────────────────────────────────────────────────────────────────────────────
  'missing-batch': error<object>({
    message: () => 'the training does not say how large a minibatch is',
    help: () => 'write `train for 10_000 steps, batch 64 { … }`',
  }),
  'bad-duration': error<{ found: string; count?: number }>({
    message: (p) => `a duration is expected here, not ${p.found}`,
    help: ({ count }) =>
      count === undefined ? 'write `1_000 steps` or `5 epochs`' : `write \`${count} steps\` or \`${count} epochs\``,
  }),
  'missing-optimizer': error<{ networks: string }>({
    message: () => 'this `minimize` does not say with which optimizer',
    why: (p) => `no earlier \`minimize\` over ${p.networks} has an optimizer that could be shared`,
    help: () => 'add `using adam(1e-4)`',
  }),
  'loss-independent': error<{ loss: string; network: string }>({
    message: (p) => `\`${p.loss}\` does not depend on the weights of \`${p.network}\``,
    label: () => 'no step over this loss would change it',
    why: (p) => `no path leads from \`${p.network}\`'s weights to the loss: its gradient is zero everywhere`,
    help: (p) =>
      `use \`${p.network}\` in the loss, with no \`stop_gradient\` around it, or minimise over the networks that it uses`,
  }),
  'untrained-network': warning<{ network: string }>({
    message: (p) => `nobody trains \`${p.network}\``,
    label: () => 'its weights stay as they were drawn',
    help: (p) => `add a \`minimize … over ${p.network}\`, or remove the network`,
  }),
  'unused-loss': warning<{ loss: string }>({
    message: (p) => `\`${p.loss}\` is never minimised`,
    help: (p) => `add \`minimize ${p.loss} over …\` to the training, or make it a \`let\``,
  }),
  'unused-latent': warning<{ latent: string }>({
    message: (p) => `\`${p.latent}\` is drawn and never used`,
    help: () => 'feed it to a network, or remove it',
  }),
  'ignored-input': warning<{ network: string; input: string }>({
    message: (p) => `\`${p.network}\` ignores its input \`${p.input}\``,
    why: () => 'its result is the same for every value, so what it makes cannot vary with it',
    help: (p) => `use \`${p.input}\` in the body, or remove the parameter`,
  }),
  'linear-layers': warning<{ network: string; first: string; second: string }>({
    message: (p) => `\`${p.second}\` follows \`${p.first}\` with no nonlinearity in between`,
    label: () => 'adds nothing that one layer could not do',
    why: () => 'linear layers in a row are one linear layer: depth without an activation adds nothing',
    help: () => 'put an activation such as `leaky_relu` between them',
  }),
  'huge-network': warning<{ network: string; layer: string; count: number }>({
    message: (p) => `\`${p.network}\` has ${large(p.count)} weights in \`${p.layer}\` alone`,
    label: (p) => `${large(p.count * 4)} bytes`,
    why: () =>
      'training keeps each weight, its gradient and the moments of the optimizer: about four times as much memory',
    help: () => 'make this layer, or the one before it, smaller',
  }),
  'expectation-failed': error<{ left: string; found: string; relation: string; expected: string }>({
    message: (p) => `expected ${p.left} ${p.relation} ${p.expected}, and it is ${p.found}`,
    help: () => 'correct what it speaks of, or the expectation',
  }),
  'expectation-form': error<object>({
    message: () => 'an expectation is a comparison that can be decided now',
    help: () => 'write, for example, `expect parameters(G) == 3_576_704`',
  }),
  'unknown-report': error<Choice & { where: string; belongs?: string }>({
    message: (p) => `\`${p.where}\` knows nothing named \`${p.name}\``,
    help: (p) => (p.belongs ? `\`${p.name}\` stands in \`${p.belongs} { … }\`` : suggestion(p)),
  }),
} as const satisfies Record<string, MessageText<never>>;

type Table = typeof messages;
/** From a code to the parameters that its texts need. */
export type Messages = { [C in keyof Table]: Table[C] extends MessageText<infer P> ? P : never };
export type MessageCode = keyof Messages;

export interface MessageOptions {
  readonly labels?: readonly Label[];
  readonly fix?: Fix;
}

export function diagnostic<C extends MessageCode>(
  code: C,
  parameters: Messages[C],
  span: Span,
  options: MessageOptions = {},
): Diagnostic {
  // The table is typed by code; the compiler cannot follow the correlation through the lookup.
  const text = messages[code] as unknown as MessageText<Messages[C]>;
  const optional = {
    label: text.label?.(parameters),
    why: text.why?.(parameters),
    help: text.help?.(parameters),
    labels: options.labels?.length ? options.labels : undefined,
    fix: options.fix,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { code, severity: text.severity, message: text.message(parameters), span, ...given };
}
