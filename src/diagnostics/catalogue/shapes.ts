/** Shapes that do not match, and values that should be one number but are not. */
import { error, type Texts } from './texts.ts';
import type { Amount } from './wording.ts';

/** What slides over a map. */
const sliding = (callee: string): string => (callee.includes('pool') ? 'window' : 'kernel');

export const shapes = {
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
  'reshape-size': error<{ from: string; to: string; count: Amount; wanted: Amount; help: string }>({
    message: (p) => `\`reshape\` cannot make ${p.to} out of ${p.from}`,
    label: (p) => `this asks for ${p.wanted} elements, but there are ${p.count}`,
    why: () => 'a reshape keeps every element: the products of the sizes must be equal',
    help: (p) => p.help,
  }),
  'kernel-too-large': error<{ callee: string; kernel: string; input: string }>({
    message: (p) => `the ${p.kernel} ${sliding(p.callee)} of \`${p.callee}\` does not fit into ${p.input}`,
    why: (p) => `the input is ${p.input} here, and a ${sliding(p.callee)} must fit inside it, padding included`,
    help: (p) =>
      `use \`padding: same\`, a smaller ${sliding(p.callee)}, or fewer downsampling layers before it` +
      (p.callee.startsWith('conv') && !p.callee.endsWith('_with') ? ' (the arguments are filters, then kernel)' : ''),
  }),
  'weight-conflict': error<{
    weight: string;
    shape: readonly number[];
    network: string;
    otherShape: readonly number[];
    otherNetwork: string;
    parameter: string;
    /** A loop over the parameter would give each of its values a layer with a name of its own. */
    namesRounds: boolean;
  }>({
    message: (p) => `\`${p.weight}\` would have two shapes`,
    label: (p) =>
      `[${p.shape.join(', ')}] in \`${p.network}\`, and [${p.otherShape.join(', ')}] in \`${p.otherNetwork}\``,
    why: () => 'a layer written once has one weight, whatever the static parameters of its network',
    help: (p) =>
      p.namesRounds
        ? `make its sizes independent of \`${p.parameter}\`; or, to give each a weight of its own, write the layer in a loop: \`for n in [${p.parameter}] { … }\``
        : `make its sizes independent of \`${p.parameter}\`, or declare two networks`,
  }),
  'loss-not-scalar': error<{ name: string; type: string; batched: boolean }>({
    message: (p) =>
      p.batched
        ? `\`${p.name}\` is ${p.type} for each example, but a loss is one number for the whole batch`
        : `\`${p.name}\` is ${p.type}, but a loss is one number`,
    label: (p) => (p.batched ? `${p.type} for each example` : `this is ${p.type}`),
    help: () => 'say how the batch is combined: `mean(…)` or `sum(…)`',
  }),
  'gradient-of-batch': error<{ type: string }>({
    message: (p) => `\`grad\` takes one number for the whole batch, but this is ${p.type} for each example`,
    why: () => 'only a single number has a gradient',
    help: () => 'write `grad(sum(…), wrt)`: summed over the batch, each example keeps its own gradient',
  }),
  'gradient-independent': error<object>({
    message: () => 'this gradient is always zero',
    label: () => 'the scalar does not depend on this value',
    why: () => 'the value that `grad` differentiates with respect to must be the one that the scalar was computed from',
    help: () => 'name it once with `let`, and use that name in both places',
  }),
} as const satisfies Record<string, Texts<never>>;
