/** The training program, evaluation and expectations. */
import { error, warning, type Texts } from './texts.ts';
import { large, suggestion, type Choice } from './wording.ts';

export const training = {
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
} as const satisfies Record<string, Texts<never>>;
