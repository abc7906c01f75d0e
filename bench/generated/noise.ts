/** Texts that are not specs. */

/** Random printable characters. */
export const characterNoise = (bytes: number): string => {
  const next = numbers(1);
  const characters: string[] = [];
  for (let i = 0; i < bytes; i++)
    characters.push(next() < 0.02 ? '\n' : String.fromCharCode(32 + Math.floor(next() * 95)));
  return characters.join('');
};

// prettier-ignore
const words = [
  'network', 'block', 'fn', 'let', 'loss', 'train', 'for', 'in', 'repeat', 'data', 'latent', 'dense', 'x', 'G', 'D', 'fake', '(', ')',
  '[', ']', '{', '}', ',', ':', '->', '|>', '=', '+', '-', '*', '/', '..', '1', '0.5', '28', '\n', '\n', '"mnist"', '// text\n', 'over',
];

/** Words of the language in random order. */
export function wordNoise(bytes: number): string {
  const next = numbers(2);
  const parts: string[] = [];
  for (let length = 0; length < bytes;) {
    const word = `${words[Math.floor(next() * words.length)]!} `;
    parts.push(word);
    length += word.length;
  }
  return parts.join('');
}

/** A linear congruential generator (Numerical Recipes): the same noise each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
