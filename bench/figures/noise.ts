/** Long texts that are not specs, as when someone opens the wrong file. */
import { checkInProcess } from '../check-process.ts';
import { failed, held, type Figure } from '../figure.ts';
import { characterNoise, wordNoise } from '../generated/noise.ts';
import { milliseconds } from '../statistics.ts';

const BYTES = 3_000_000;
const LIMIT = 60_000;

export const noise: Figure = {
  name: 'noise',
  what: '3 MB of noise, checked in a process of its own',
  async measure() {
    return Object.entries({ 'any characters': characterNoise, 'words of the language': wordNoise }).map(
      ([what, make]) => {
        const figure = `3 MB of ${what}`;
        const checked = checkInProcess(make(BYTES), LIMIT);
        if (typeof checked === 'string') return failed(figure, checked);
        const result = held(figure, '≤', 1000, checked.milliseconds[0]!, milliseconds);
        return checked.messages > 0 ? result : failed(figure, 'it was taken for a spec');
      },
    );
  },
};
