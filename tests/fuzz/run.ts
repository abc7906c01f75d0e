/**
 * A long search by hand.
 *
 *   npm run fuzz -- --runs 1000000 --seed 1 --jobs 2
 *   npm run fuzz -- --seed 1 --from 4711 --runs 1      the text of that number again
 *   npm run fuzz -- --seed 1 --print 4711              only prints it
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCorpus } from './corpus.ts';
import { generate } from './generate.ts';
import { keyOf, search, type Finding, type Tally } from './search.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
    print: { type: 'string' },
  },
});
const [runs, seed, from, jobs] = [values.runs, values.seed, values.from, values.jobs].map(Number) as [
  number,
  number,
  number,
  number,
];
if (![runs, seed, from, jobs].every(Number.isSafeInteger) || jobs < 1) {
  console.error('usage: npm run fuzz -- [--runs N] [--seed N] [--from N] [--jobs N] [--print NUMBER]');
  process.exit(2);
}

if (values.print !== undefined) {
  console.log(generate(readCorpus(process.cwd()), seed, Number(values.print)));
  process.exit();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const start = performance.now();
const rate = ({ texts }: Tally): string =>
  `${Math.round(texts / ((performance.now() - start) / 1000))} texts per second`;
const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, number]) => `${name} ${number}`).join(', ');

let told = start;
const tally = await search({
  program: fileURLToPath(new URL('./examiner-process.mjs', import.meta.url)),
  root: process.cwd(),
  seed,
  from,
  to: from + runs,
  jobs,
  progress(sofar) {
    if (performance.now() - told < 5000) return;
    told = performance.now();
    console.error(
      `${sofar.texts} of ${runs}, ${rate(sofar)}; ${listed(sofar.outcomes)}; ${sofar.failures.size} findings`,
    );
  },
  found: (finding) => console.log(shown(finding)),
});

function shown(finding: Finding): string {
  return `── ${keyOf(finding)}\n   seed ${finding.seed}, number ${finding.number}; what is left of it:\n${finding.text.trimEnd()}\n${JSON.stringify(finding)}\n`;
}

console.log(`${tally.texts} texts, ${rate(tally)}; ${listed(tally.outcomes)}`);
// All of them, because failures that look alike may have different causes.
for (const [failure, numbers] of tally.failures)
  console.log(`${numbers.length} × ${failure}: numbers ${numbers.join(', ')}`);
process.exit(tally.failures.size > 0 ? 1 : 0);
