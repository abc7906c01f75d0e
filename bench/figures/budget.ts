/** A few lines that ask for more than can be built. */
import { checkInProcess } from '../check-process.ts';
import { failed, held, type Figure } from '../figure.ts';
import { hugeSpecs } from '../generated/huge-specs.ts';
import { milliseconds } from '../statistics.ts';

const LIMIT = 10_000;

export const budget: Figure = {
  name: 'budget',
  what: 'specs that stand for more than can be built, each refused with one message in a process of its own',
  async measure() {
    return hugeSpecs.map(({ name, text }) => {
      const checked = checkInProcess(text, LIMIT);
      if (typeof checked === 'string') return failed(name, checked);
      const result = held(name, '≤', 1000, checked.milliseconds[0]!, milliseconds);
      if (checked.messages === 1) return { ...result, note: checked.codes[0]! };
      return { ...result, ok: false, note: `${checked.messages} messages instead of one: ${checked.codes.join(', ')}` };
    });
  },
};
