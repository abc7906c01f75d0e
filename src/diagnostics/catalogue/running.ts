/** What can go wrong only during training. */
import { error, type Texts } from './texts.ts';
import { code } from './wording.ts';

export const running = {
  'not-finite': error<{ what: string; value: number; step: number; first?: string; cause?: string }>({
    message: (p) => `${p.what} became ${Number.isNaN(p.value) ? 'NaN' : 'infinite'} at step ${p.step}`,
    label: (p) => p.first ?? 'no single value shows where it began',
    why: (p) => p.cause ?? 'the values grew beyond what 32-bit numbers hold',
    help: () =>
      `lower the learning rate, bound the value (${code('clamp')}, a loss on logits), or look at the last samples and metrics; the weights from before this step are kept`,
  }),
} as const satisfies Record<string, Texts<never>>;
