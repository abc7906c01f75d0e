/** The training program, evaluation and expectations. */
import { error, warning, type Texts } from './texts.ts';
import { large, listed, memory, suggestion, type Choice } from './wording.ts';

export const training = {
  'missing-batch': error<object>({
    message: () => 'the training does not say how large a minibatch is',
    help: () => 'write `train for 10_000 steps, batch 64 { … }`',
  }),
  'missing-duration': error<object>({
    message: () => 'the training does not say how long it takes',
    help: () =>
      'write `train for 10_000 steps, batch 64 { … }`, or divide it into phases: `phase all for 10_000 steps { … }`',
  }),
  'duration-of-phases': error<object>({
    message: () => 'a training with phases takes as long as they do together',
    help: () => 'leave it out: `train batch 64 { phase … }`',
  }),
  'outside-phases': error<{ action: string }>({
    message: (p) => `this \`${p.action}\` is in no phase`,
    why: () => 'a training with phases consists of them alone: what stands between them would belong to no step',
    help: () => 'move it into a phase',
  }),
  'nested-phase': error<{ name: string }>({
    message: (p) => `the phase \`${p.name}\` is inside another action`,
    why: () => 'phases follow one another: each is a part of the training, and not of a step',
    help: () => 'write it directly in `train`, or in a `for` there',
  }),
  'bad-duration': error<{ found: string; count?: number }>({
    message: (p) => `a duration is expected here, not ${p.found}`,
    help: ({ count }) =>
      count === undefined ? 'write `1_000 steps` or `5 epochs`' : `write \`${count} steps\` or \`${count} epochs\``,
  }),
  'step-too-large': error<{ calls: number; most: number; repeated: boolean }>({
    message: (p) => `a training step would have ${large(p.calls)} operations`,
    label: () => 'most of them are here',
    why: (p) =>
      `a step is one graph: rounds of \`repeat\` are unrolled, and each use of a network counts; ${p.most.toLocaleString('en-US')} operations is the limit`,
    help: (p) => (p.repeated ? 'use fewer rounds, and train for more steps' : 'use fewer or smaller networks'),
  }),
  'missing-optimizer': error<{ networks: string }>({
    message: () => 'this `minimize` does not say which optimizer to use',
    why: (p) => `no earlier \`minimize\` over ${p.networks} has an optimizer that could be shared`,
    help: () => 'add `using adam(1e-4)`',
  }),
  'not-simultaneous': error<{ action: string }>({
    message: (p) => `\`simultaneously\` holds \`minimize\` only, not \`${p.action}\``,
    why: () => 'all of its gradients are computed before any of its updates, and only a `minimize` has a gradient',
    help: () => 'put it before or after the block',
  }),
  'loss-independent': error<{ loss: string; network: string }>({
    message: (p) => `\`${p.loss}\` does not depend on the weights of \`${p.network}\``,
    label: () => 'minimising this loss would not change it',
    why: (p) => `no path leads from \`${p.network}\`'s weights to the loss: its gradient is zero everywhere`,
    help: (p) =>
      `use \`${p.network}\` in the loss, without a \`stop_gradient\` around it, or minimise over the networks that the loss uses`,
  }),
  'adversary-minimized': warning<{ generator: string; discriminator: string; loss: string; own: string }>({
    message: (p) => `\`${p.generator}\` minimises \`${p.loss}\`, the loss of its own adversary \`${p.discriminator}\``,
    label: (p) => `this makes it easier for \`${p.discriminator}\``,
    why: (p) =>
      `\`${p.loss}\` is small when \`${p.discriminator}\` tells real from generated: a generator that minimises it learns to give itself away`,
    help: (p) => `give \`${p.generator}\` a loss of its own, such as \`${p.own}\``,
  }),
  'same-direction': warning<{ generator: string; discriminator: string; direction: 'lower' | 'raise' }>({
    message: (p) =>
      `\`${p.generator}\` and \`${p.discriminator}\` both ${p.direction} what \`${p.discriminator}\` says of generated examples`,
    label: (p) => `\`${p.generator}\` minimises this`,
    why: (p) =>
      `\`${p.discriminator}\` learns to give generated examples a ${p.direction === 'lower' ? 'low' : 'high'} value: a generator that learns the same gives itself away`,
    help: (p) =>
      `change the sign: the loss of \`${p.generator}\` has to ${p.direction === 'lower' ? 'raise' : 'lower'} it`,
  }),
  'two-ranges': warning<{ network: string; real: string; generated: string }>({
    message: (p) => `\`${p.network}\` sees real examples in ${p.real} and generated ones in ${p.generated}`,
    label: (p) => `generated, in ${p.generated}`,
    why: () => 'it can tell one from the other by their scale alone, and the generator learns nothing else',
    help: (p) =>
      `declare the data \`in ${p.generated}\`: they are mapped onto it; or let the generator end in ${p.real}`,
  }),
  'untrained-network': warning<{ network: string }>({
    message: (p) => `nothing trains \`${p.network}\``,
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
    why: () => 'its result is the same whatever the value of this input',
    help: (p) => `use \`${p.input}\` in the body, or remove the parameter`,
  }),
  'linear-layers': warning<{ network: string; first: string; second: string }>({
    message: (p) => `\`${p.second}\` follows \`${p.first}\` with no nonlinearity in between`,
    label: () => 'adds nothing that one layer could not do',
    why: () => 'linear layers in a row amount to one linear layer: depth without an activation adds nothing',
    help: () => 'put an activation such as `leaky_relu` between them',
  }),
  'huge-network': warning<{ network: string; layer: string; count: number }>({
    message: (p) => `\`${p.network}\` has ${large(p.count)} weights in \`${p.layer}\` alone`,
    label: (p) => memory(p.count * 4),
    why: () =>
      'training keeps each weight, its gradient and the moments of the optimizer: about four times this much memory',
    help: () => 'make this layer, or the one before it, smaller',
  }),
  'expectation-failed': error<{ left: string; found: string; relation: string; expected: string }>({
    message: (p) => `expected ${p.left} ${p.relation} ${p.expected}, but it is ${p.found}`,
    help: () => 'correct the spec, or the expectation',
  }),
  /** `set`: the constants that were set from outside. */
  'expectation-set': warning<{
    left: string;
    found: string;
    relation: string;
    expected: string;
    set: readonly string[];
  }>({
    message: (p) => `expected ${p.left} ${p.relation} ${p.expected}, but it is ${p.found}`,
    why: (p) => `${listed(p.set, 'and')} ${p.set.length === 1 ? 'was' : 'were'} set by \`--set\``,
    help: () => 'the expectation holds for the sizes in the file: without `--set`, this would be an error',
  }),
  'expectation-form': error<object>({
    message: () => 'an expectation must be a comparison that can be decided before training',
    help: () => 'write, for example, `expect parameters(G) == 3_576_704`',
  }),
  'unknown-report': error<Choice & { where: string; belongs?: string }>({
    message: (p) => `\`${p.where}\` has nothing named \`${p.name}\``,
    help: (p) => (p.belongs ? `\`${p.name}\` belongs in \`${p.belongs} { … }\`` : suggestion(p)),
  }),
} as const satisfies Record<string, Texts<never>>;
