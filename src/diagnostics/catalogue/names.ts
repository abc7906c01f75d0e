/** Names: declared twice, unknown, in the wrong place, defined in terms of themselves. */
import { error, type Texts } from './texts.ts';
import { suggestion, type Choice } from './wording.ts';

export const names = {
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
} as const satisfies Record<string, Texts<never>>;
