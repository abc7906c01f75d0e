/** How soon an editor knows what is wrong while someone types. */
import { analyze } from '../../src/compiler/analyze.ts';
import { held, told, type Figure } from '../figure.ts';
import { longSpec } from '../generated/long-spec.ts';
import { median, milliseconds } from '../statistics.ts';

const LINES = 1000;
const EDITS = 60;
/** Enough for the JavaScript engine to have compiled the hot code. */
const WARM_UP = 20;

/** Places where someone types: at the end of each match. */
const places = [
  /\|> dense\(/g, // in a body
  /\|> conv2d\(\w/g,
  /\|> leaky_relu\(sl/g,
  /\nlet fake_\w+ = G/g,
  /\nloss d_\w+ = mean/g,
  /\n {2}minimize d/g,
  /\nconst rate = 2/g, // everything depends on it
  /\nblock resid/g,
  /\n\/\/\/ Its cri/g, // in a comment
  /\n\n/g, // between declarations
];
const typed = ['a', '1', ' ', '(', '.', 'x', '}', ','];

/** The n-th edit: one more character, each time in another place. */
function edited(text: string, n: number): string {
  const found = [...text.matchAll(places[n % places.length]!)];
  const match = found[(n * 7) % found.length]!;
  const at = match.index + match[0].length;
  return text.slice(0, at) + typed[n % typed.length]! + text.slice(at);
}

function checked(text: string): number {
  const start = performance.now();
  // Reads every product, because computing the lazy ones is part of the check.
  for (const product of Object.values(analyze({ name: 'long.gan', text }))) void product;
  return performance.now() - start;
}

export const keystroke: Figure = {
  name: 'keystroke',
  what: `a character typed into a spec of ${LINES} lines, checked in a running process`,
  async measure() {
    const text = longSpec(LINES);
    const wrong = analyze({ name: 'long.gan', text }).diagnostics;
    if (wrong.length > 0) throw new Error(`the generated spec is not right: ${wrong[0]!.message}`);
    for (let n = 0; n < WARM_UP; n++) checked(edited(text, n));
    const edits = Array.from({ length: EDITS }, (_, n) => checked(edited(text, n)));
    const unchanged = Array.from({ length: 15 }, () => checked(text));
    return [
      held(`a keystroke in ${LINES} lines, median`, '≤', 30, median(edits), milliseconds),
      told('… the slowest', Math.max(...edits), milliseconds),
      told('… without a mistake', median(unchanged), milliseconds),
    ];
  },
};
