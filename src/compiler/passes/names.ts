/**
 * The passes that can be switched off, in running order, and what each does. The list is in its own file, so that
 * naming a pass loads none.
 */
export const passes = {
  prune: 'drops what no output needs',
  simplify: 'drops arithmetic that does nothing: x · 1, x + 0, −(−x), `stop_gradient` once the gradients are there',
  reshape: 'drops what only lays cells out otherwise, where it does nothing or its reader can do without',
  results: 'lets the gradient of a ReLU read its result, so that its input is not kept for it',
  fold: 'computes what depends on constants alone',
  share: 'makes equal nodes one, so that what no update has changed is computed once for all losses',
  loops: 'drops what a loop computes and nobody reads',
  fuse: 'computes runs of elementwise nodes in one go, on engines that can',
  overwrite: 'lets a result take the memory of an input that nobody reads again (`wasm`)',
  pack: 'keeps weights that are updated alike as one vector, where each op costs (`tensorflow`)',
} as const;

export type PassName = keyof typeof passes;

export const passNames = Object.keys(passes) as readonly PassName[];

export class UnknownPassError extends Error {}

/**
 * The meaning of `--passes`: `all`, `none`, a list of passes to run, or a list of passes to leave out, each with a
 * minus. Throws an `UnknownPassError` for anything else.
 */
export function choosePasses(text: string): readonly PassName[] {
  if (text === 'all') return passNames;
  if (text === 'none') return [];
  const words = text.split(',').map((word) => word.trim());
  const left = words.filter((word) => word.startsWith('-'));
  if (left.length > 0 && left.length < words.length)
    throw new UnknownPassError(`\`${text}\` both names passes and leaves some out: do one or the other`);
  const named = new Set(words.map((word) => word.replace(/^-/, '')));
  for (const word of named) if (!Object.hasOwn(passes, word)) throw new UnknownPassError(unknown(word));
  return passNames.filter((name) => named.has(name) === (left.length === 0));
}

function unknown(word: string): string {
  const table = passNames.map((name) => `  ${name.padEnd(9)} ${passes[name]}`).join('\n');
  return `there is no pass \`${word}\`; there are:\n${table}\nor all, none, or -NAME to leave one out`;
}
