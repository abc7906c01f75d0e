/** Names: declared twice, unknown, in the wrong place, defined in terms of themselves. */
import { error, type Texts } from './texts.ts';
import { listed, suggestion, type Choice } from './wording.ts';

const keptByTraining =
  'a `state` is what training carries from step to step; how it is declared is only its value before the first';

export const names = {
  'unknown-name': error<Choice & { what: string; otherwise?: string }>({
    message: (p) => `there is no ${p.what} named \`${p.name}\` here`,
    help: (p) => suggestion(p) ?? p.otherwise,
  }),
  /** `imported`: its name in the module that it is imported from. */
  'duplicate-name': error<{ name: string; first: string; imported?: string | undefined }>({
    message: (p) => `\`${p.name}\` is declared twice`,
    label: () => 'declared again here',
    why: (p) => `it is already ${p.first}`,
    help: (p) =>
      p.imported ? `import it under another name: \`${p.imported} as …\`` : 'give one of them another name',
  }),
  'reserved-name': error<{ name: string; what: string; imported: string | undefined }>({
    message: (p) => `\`${p.name}\` is ${p.what} of the language and cannot be declared again`,
    help: (p) => (p.imported ? `import it under another name: \`${p.imported} as …\`` : 'choose another name'),
  }),
  'circular-definition': error<{ name: string; path: readonly string[] }>({
    message: (p) => `\`${p.name}\` is defined in terms of itself`,
    why: (p) =>
      p.path.map((n) => `\`${n}\``).reduce((said, n, i) => `${said}${i === 1 ? ' needs' : ', which needs'} ${n}`),
    help: (p) =>
      p.path.length === 2
        ? 'to apply the same layers several times, write `repeat(3) { … }`'
        : 'rewrite one of them so that it does not need the others',
  }),
  /** `what`: a kind of declaration in the file that only models have, if any. */
  'missing-model': error<{ what?: string }>({
    message: () => 'the file does not say which model it describes',
    label: () => '`model NAME` is expected before this',
    why: (p) => p.what && `a file with a \`${p.what}\` is a model, so it needs a name; only a module does without one`,
    help: () => 'begin with a line such as `model dcgan`',
  }),
  'duplicate-declaration': error<{ what: string }>({
    message: (p) => `there can be only one \`${p.what}\` in a file`,
    help: (p) => (p.what === 'train' ? 'put all actions in one `train`: it runs them in order' : 'remove one of them'),
  }),
  /** `members`: the names of a module. `source`: whether it makes a value out of none. */
  'not-a-function': error<{
    name: string;
    is: string;
    piped: boolean;
    number: boolean;
    members: readonly string[];
    source?: boolean;
  }>({
    message: (p) => `\`${p.name}\` is ${p.is}: ${p.piped ? 'nothing can be piped into it' : 'it cannot be called'}`,
    why: (p) =>
      p.piped
        ? 'a stage of a pipe is a function of values, a layer, a network or a block'
        : 'only functions, layers, networks and blocks take arguments',
    help: (p) => {
      if (p.members.length > 0)
        return `name something in it: ${listed(
          p.members.slice(0, 4).map((m) => `${p.name}.${m}`),
          'or',
        )}`;
      if (p.source) return `use it where a value is expected, as in \`x + ${p.name}(…)\``;
      const product = p.piped ? `(…) * ${p.name}` : `${p.name} * …`;
      const parts = [
        !p.piped && `use \`${p.name}\` without parentheses`,
        p.number && `to multiply, write \`${product}\``,
      ];
      return parts.filter(Boolean).join('; ') || undefined;
    },
  }),
  /** `choices`: the names of the kind that is expected. */
  'wrong-place': error<{
    name: string;
    is: string;
    expected: string;
    why?: string;
    help?: string;
    choices?: readonly string[];
  }>({
    message: (p) => `${p.expected} is expected here, but \`${p.name}\` is ${p.is}`,
    why: (p) => p.why,
    help: (p) => p.help ?? suggestion({ name: p.name, near: [], choices: p.choices ?? [] }),
  }),
  /** `where`: what carries it, or a loop that updates it and whose value nothing uses. */
  'never-updated': error<{ name: string; where: 'scan' | 'body' | 'train' | 'unused' }>({
    message: (p) =>
      p.where === 'unused'
        ? `\`${p.name}\` never changes: nothing uses the value of the \`scan\` that updates it`
        : `\`${p.name}\` never changes: no \`update\` says what it is in the next step`,
    label: (p) => (p.where === 'unused' ? 'this loop does not run' : 'carried from step to step'),
    why: (p) =>
      ({
        scan: 'what comes after `from` is only its value before the first step',
        unused: 'what no result is computed from is left out',
        body: keptByTraining,
        train: keptByTraining,
      })[p.where],
    help: (p) => {
      if (p.where === 'unused') return 'use the value of the `scan` in the result, or remove the `update`';
      const place = p.where === 'train' ? 'in the `train` block' : 'in the body';
      const otherwise = {
        scan: 'define it before the `scan` with `let`',
        body: 'declare it as a `weight`, or with `let`',
        train: 'declare it as a `const`',
      };
      return `write \`update ${p.name} <- …\` ${place}, or ${otherwise[p.where]}`;
    },
  }),
  'updated-twice': error<{ name: string }>({
    message: (p) => `\`${p.name}\` is updated twice in one step`,
    label: () => 'updated again here',
    why: (p) => `an update says what \`${p.name}\` is in the next step; until then it keeps its value`,
    help: () => 'give what lies between a name of its own with `let`, and keep the last update',
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
} as const satisfies Record<string, Texts<never>>;
