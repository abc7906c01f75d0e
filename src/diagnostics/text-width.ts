/** How many columns a text takes in a terminal. */

const tabWidth = 4;

/** East Asian wide characters and emoji take two columns (Unicode Standard Annex 11), marks and joiners none. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;

function widthAt(character: string, column: number): number {
  if (character === '\t') return tabWidth - (column % tabWidth);
  if (none.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** The columns that a text takes at the start of a line. */
export function widthOf(text: string): number {
  let column = 0;
  for (const character of text) column += widthAt(character, column);
  return column;
}

/** Replaces tabs by spaces, and control characters, which would act on the terminal, by U+FFFD. */
export function expand(text: string): string {
  let result = '';
  let column = 0;
  for (const character of text) {
    const width = widthAt(character, column);
    result += character === '\t' ? ' '.repeat(width) : /\p{Cc}/u.test(character) ? '\ufffd' : character;
    column += width;
  }
  return result;
}

/** Lines of at most `width` columns, broken at spaces; a longer word gets its own line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
