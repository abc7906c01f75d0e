/** Where a text can be cut. Knows as little of the language as possible, and nothing of the parser. */
export interface Piece {
  readonly kind: 'space' | 'comment' | 'string' | 'name' | 'number' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<space>\s+)|(?<comment>\/\/.*)|(?<string>"[^"\n]*"?)|(?<name>[A-Za-z_]\w*)|(?<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<symbol>\|>|->|<-|\.\.|[=!<>]=|[^])/g;

/** The whole text, cut into tokens and what is between them. */
export function piecesOf(text: string): Piece[] {
  return [...text.matchAll(pattern)].map((match) => {
    const kind = Object.entries(match.groups!).find(([, found]) => found !== undefined)![0] as Piece['kind'];
    return { kind, text: match[0], start: match.index, end: match.index + match[0].length };
  });
}

export const tokensOf = (text: string): Piece[] =>
  piecesOf(text).filter(({ kind }) => kind !== 'space' && kind !== 'comment');

/** Declarations, each from the beginning of its line to the next declaration. */
export function declarationsOf(text: string): Stretch[] {
  const heads = [...text.matchAll(/^(?:\/\/\/.*\n)*[a-z]+\b.*/gm)].map((match) => match.index);
  return heads.map((start, i) => ({ start, end: heads[i + 1] ?? text.length }));
}

const openers = '([{';
const closers = ')]}';

/** Stages of pipes, each with the `|>` before it. */
export function stagesOf(text: string): Stretch[] {
  const pieces = piecesOf(text);
  return pieces.flatMap((pipe, i) =>
    pipe.text === '|>' ? [{ start: pipe.start, end: endOfStage(pieces, i + 1) }] : [],
  );
}

function endOfStage(pieces: readonly Piece[], from: number): number {
  let depth = 0;
  let end = pieces[from - 1]!.end;
  for (let i = from; i < pieces.length; i++) {
    const { kind, text } = pieces[i]!;
    if (depth === 0 && (text === '|>' || text === ',' || closers.includes(text))) break;
    if (kind === 'space' && depth === 0 && text.includes('\n') && pieces[i + 1]?.text !== '|>' && i > from) break;
    if (kind === 'symbol' && openers.includes(text)) depth++;
    if (kind === 'symbol' && closers.includes(text)) depth--;
    if (kind !== 'space') end = pieces[i]!.end;
  }
  return end;
}

/** Actions of a training, one per line. */
export function actionsOf(text: string): Stretch[] {
  return [...text.matchAll(/(?:minimize|clip|average) [^{}\n]*/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
}

export const replaced = (text: string, { start, end }: Stretch, by: string): string =>
  text.slice(0, start) + by + text.slice(end);
