/** What numbers mean: logits, probabilities, scores, labels, and their ranges. */
import { error, type Texts } from './texts.ts';
import type { Amount } from './wording.ts';

export const meanings = {
  'double-activation': error<{ callee: string }>({
    message: (p) => `\`${p.callee}\` is applied to a probability`,
    label: () => 'one activation too many',
    why: (p) =>
      `\`${p.callee}\` turns logits into probabilities; applied twice, it squeezes everything towards the middle and the gradients vanish`,
    help: (p) => `use the probability as it is, without this \`${p.callee}\``,
  }),
  'loss-wants-logit': error<{ callee: string }>({
    message: (p) => `\`${p.callee}\` takes logits, but this is a probability`,
    label: () => 'a sigmoid or softmax has already been applied',
    why: (p) => `\`${p.callee}\` applies its own log-softmax, which is exact where log(softmax(x)) is not`,
    help: () => 'drop the sigmoid or softmax before it and declare the result `logit[n]`',
  }),
  'probability-as-score': error<{ network: string }>({
    message: () => 'the mean of a probability is used as a score',
    label: (p) => `\`${p.network}\` returns a probability`,
    why: () => 'a Wasserstein critic is unbounded: after a sigmoid its scores saturate, and its gradients vanish',
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
        ? `${p.what} is declared as ${p.expected}, but is ${p.found}`
        : `${p.what} takes ${p.expected}, not ${p.found}`,
    label: (p) => `this is ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  /** `found` is absent if nothing is known about the values. */
  'range-mismatch': error<{ what: string; expected: string; found?: string; why?: string; help?: string }>({
    message: (p) => {
      if (p.found === undefined) return `${p.what} should be in ${p.expected}, but nothing keeps these values there`;
      return `${p.what} should be in ${p.expected}, but this is ${p.found.includes('..') ? 'in ' : ''}${p.found}`;
    },
    label: (p) =>
      p.found === undefined
        ? 'these can be any number'
        : p.found.includes('..')
          ? `values in ${p.found}`
          : `this is ${p.found}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'class-count': error<{ callee: string; found: Amount; expected: Amount }>({
    message: (p) => `the labels have ${p.found} classes, but \`${p.callee}\` has room for ${p.expected}`,
    label: (p) => `room for ${p.expected}`,
    why: (p) =>
      typeof p.found === 'number'
        ? `a label of ${p.found - 1} would fall outside`
        : `the last of ${p.found} labels would fall outside`,
    help: (p) => `make room for ${p.found}`,
  }),
} as const satisfies Record<string, Texts<never>>;
