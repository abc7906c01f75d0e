/** Phrases that many messages share. */

/** Text in backticks, as code is quoted. */
export const code = (text: string): string => `\`${text}\``;

/** `a`, `b` or `c` */
export function listed(names: readonly string[], last: 'and' | 'or'): string {
  const quoted = names.map(code);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)!}`;
}

export interface Choice {
  readonly name: string;
  /** What the user may have meant, nearest first. */
  readonly near: readonly string[];
  readonly choices: readonly string[];
}

/** A list longer than this does not help. */
const choiceLimit = 40;

export function suggestion({ near, choices }: Choice): string | undefined {
  if (near.length > 0) return `did you mean ${listed(near, 'or')}?`;
  if (choices.length === 0 || choices.length > choiceLimit) return undefined;
  return choices.length === 1 ? `there is only ${listed(choices, 'and')}` : `there are ${listed(choices, 'and')}`;
}

/** 3.2 billion, for numbers too long to read. */
export function large(count: number): string {
  if (count < 1e6) return count.toLocaleString('en-US');
  const [size, word] = count >= 1e12 ? [1e12, 'trillion'] : count >= 1e9 ? [1e9, 'billion'] : [1e6, 'million'];
  return `${Number((count / size).toPrecision(3))} ${word}`;
}

/** 12 GB */
export function memory(bytes: number): string {
  const [size, unit] = bytes >= 1e12 ? [1e12, 'TB'] : [1e9, 'GB'];
  return `${Number((bytes / size).toPrecision(3)).toLocaleString('en-US')} ${unit}`;
}

/** A number, or the text of one that depends on the arguments of a template: `2 * h`. */
export type Amount = number | string;

/** As a phrase; an upper bound such as 0.999999 means "less than 1". */
export function bounds(low: Amount | undefined, high: Amount | undefined): string {
  const below = typeof high === 'number' && high < 1 && high > 0.9999;
  if (low === undefined) return below ? 'less than 1' : `at most ${high}`;
  if (high === undefined) return `at least ${low}`;
  return below ? `at least ${low} and less than 1` : `between ${low} and ${high}`;
}
