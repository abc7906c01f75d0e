/** Shapes that do not go together, and values that are not one number. */
import { error, type Texts } from './texts.ts';

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
} as const satisfies Record<string, Texts<never>>;
