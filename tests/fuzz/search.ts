/** Examines texts by number, in several processes, and minimizes those that fail. */
import { startExaminer, type Examiner } from './examiner.ts';
import { generate } from './generate.ts';
import { readCorpus } from './corpus.ts';
import { minimize } from './minimize.ts';
import { late, type Examined, type Failure } from './properties.ts';

export interface Finding extends Failure {
  readonly seed: number;
  /** The number of the first text that fails like this. */
  readonly number: number;
  /** That text, minimized. */
  readonly text: string;
}

export interface Search {
  readonly program: string;
  readonly root: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly jobs: number;
  /** How many times longer than usual a text may take. */
  readonly patience?: number;
  /** Known failures, which need not be minimized. */
  readonly known?: (failure: Failure) => boolean;
  readonly progress?: (tally: Tally) => void;
  readonly found?: (finding: Finding) => void;
}

export interface Tally {
  texts: number;
  /** The number of texts for each outcome. */
  readonly outcomes: Map<Examined['outcome'], number>;
  /** The numbers of the texts that failed in each way. */
  readonly failures: Map<string, number[]>;
}

export const keyOf = ({ property, detail }: Failure): string => `${property}: ${detail}`;

/** The number of texts that a process is given at a time. */
const portion = 200;
/** Milliseconds for minimizing one finding. */
const minimizing = 60_000;

export async function search(options: Search): Promise<Tally> {
  const { program, root, seed, from, to, jobs } = options;
  const tally: Tally = { texts: 0, outcomes: new Map(), failures: new Map() };
  const corpus = readCorpus(root);
  let next = from;
  const work = async (examiner: Examiner): Promise<void> => {
    while (next < to) {
      const start = next;
      next = Math.min(next + portion, to);
      const fresh: { number: number; failure: Failure }[] = [];
      await examiner.range(seed, start, next, (number, examined) => {
        tally.texts++;
        count(tally.outcomes, examined.outcome);
        for (const failure of examined.failures) {
          const alike = tally.failures.get(keyOf(failure)) ?? [];
          tally.failures.set(keyOf(failure), [...alike, number]);
          if (alike.length === 0 && !options.known?.(failure)) fresh.push({ number, failure });
        }
        options.progress?.(tally);
      });
      for (const { number, failure } of fresh) {
        const text = await smallest(examiner, generate(corpus, seed, number), failure);
        options.found?.({ ...failure, seed, number, text });
      }
    }
  };
  const examiners = Array.from({ length: jobs }, () => startExaminer(program, root, options.patience));
  try {
    await Promise.all(examiners.map(work));
  } finally {
    for (const examiner of examiners) examiner.stop();
  }
  return tally;
}

function count<K>(counts: Map<K, number>, key: K): number {
  const more = (counts.get(key) ?? 0) + 1;
  counts.set(key, more);
  return more;
}

function smallest(examiner: Examiner, text: string, failure: Failure): Promise<string> {
  const end = Date.now() + minimizing;
  // A text that hangs costs the whole limit each time it is tried.
  const limit = failure.property === late.property ? 3000 : undefined;
  const fails = async (candidate: string): Promise<boolean> => {
    const { failures } = await examiner.text(candidate, limit);
    return failures.some((other) => keyOf(other) === keyOf(failure));
  };
  return minimize(text, fails, () => Date.now() > end);
}
