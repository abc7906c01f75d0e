/** What numbers stand for: logits, probabilities, scores, labels, and where they lie. */
import { error, type Texts } from './texts.ts';

export const meanings = {
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
} as const satisfies Record<string, Texts<never>>;
