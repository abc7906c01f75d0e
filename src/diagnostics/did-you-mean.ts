/** Suggests names close to a misspelt one. */

/**
 * The choices that may be meant by `name`: at most 5, nearest first.
 *
 * Their edit distance is at most max(length of `name` / 3, 1), ignoring case.
 */
export function didYouMean(name: string, choices: Iterable<string>): string[] {
  const limit = Math.max(name.length / 3, 1);
  const near: { choice: string; distance: number; grown: number }[] = [];
  for (const choice of new Set(choices)) {
    if (choice === name || Math.abs(choice.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), choice.toLowerCase());
    if (distance <= limit) near.push({ choice, distance, grown: Math.abs(choice.length - name.length) });
  }
  // Of two equally near choices, a swapped or wrong letter is likelier than a missing one.
  near.sort((a, b) => a.distance - b.distance || a.grown - b.grown || (a.choice < b.choice ? -1 : 1));
  return near.slice(0, 5).map((n) => n.choice);
}

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of two neighbours cost 1 each
 * (Damerau 1964; swaps count because `modle` is as common a slip as `mdel`).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
