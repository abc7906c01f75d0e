/** Takes everything out of a text that a failure does not need. */
import { piecesOf } from './scan.ts';

/**
 * @param fails whether a text still fails in the same way
 * @param outOfTime whether the search has to end
 */
export async function minimize(
  text: string,
  fails: (text: string) => Promise<boolean>,
  outOfTime: () => boolean,
): Promise<string> {
  let smallest = text;
  for (;;) {
    const before = smallest;
    for (const cut of [linesOf, tokensOf]) smallest = await without(cut(smallest), fails, outOfTime);
    if (smallest === before || outOfTime()) return smallest;
  }
}

const linesOf = (text: string): string[] => text.split(/(?<=\n)/);
/** Each with the space after it, so that the result stays readable. */
const tokensOf = (text: string): string[] =>
  piecesOf(text).reduce<string[]>((tokens, { kind, text: piece }) => {
    if (kind === 'space' && tokens.length > 0) tokens.push(tokens.pop()! + piece);
    else tokens.push(piece);
    return tokens;
  }, []);

/** Greedy: leaves out ever smaller runs of parts, as long as the text still fails. */
async function without(
  parts: readonly string[],
  fails: (text: string) => Promise<boolean>,
  outOfTime: () => boolean,
): Promise<string> {
  let left = [...parts];
  for (let size = Math.max(1, left.length >> 1); ; size >>= 1) {
    for (let at = 0; at < left.length && !outOfTime();) {
      const fewer = left.toSpliced(at, size);
      if (await fails(fewer.join(''))) left = fewer;
      else at += size;
    }
    if (size === 1 || outOfTime()) return left.join('');
  }
}
