/** Compares the editor's grammar with the parser, on the same text. */
import { parserView } from './parser-view.ts';
import { stretches, type Stretch } from './scopes.ts';

/** One line for each piece of text that the editor shows as something other than what the parser takes it for. */
export async function disagreements(text: string): Promise<string[]> {
  const all = await stretches(text);
  return parserView(text).flatMap(({ start, end, text: written, scope }) => {
    const under = all.filter((stretch) => stretch.start < end && stretch.end > start);
    const wrong = under.filter((stretch) => !has(stretch, scope));
    const exact = under[0]?.start === start && under.at(-1)?.end === end;
    if (under.length > 0 && wrong.length === 0 && exact) return [];
    const shown = (wrong.length > 0 ? wrong : under).map((s) => `${text.slice(s.start, s.end)} ${s.scopes.join(' ')}`);
    return [`line ${lineOf(text, start)}: \`${written}\` should be ${scope}…, is ${shown.join(' + ') || 'nothing'}`];
  });
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function has({ scopes }: Stretch, wanted: string): boolean {
  // Quotes and slashes, escapes and the like have scopes of their own inside a string or comment.
  if (/^(string|comment)/.test(wanted)) return scopes.some((scope) => scope.startsWith(wanted));
  const innermost = scopes.at(-1)!;
  if (wanted === 'keyword.') return innermost.startsWith(wanted) && !innermost.startsWith('keyword.operator');
  return innermost.startsWith(wanted);
}
