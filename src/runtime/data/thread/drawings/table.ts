import { jobs, type Job } from '../../../../compiler/words/data-sources/labels/table.ts';
import type { RandomSequence } from '../../../random.ts';
import type { Draw } from './drawing.ts';

/** A person. The law is that of the row, in words. */
export const drawTable = (): Draw => (_, random) => {
  const age = 18 + 36 * (random.uniform() + random.uniform());
  const job = jobAt(age, random);
  const income = incomeOf(job, age, random);
  const married = random.uniform() < 0.8 * logistic((age - 30) / 4);
  return [
    Float32Array.of(age),
    Float32Array.of(income),
    Int32Array.of(jobs.indexOf(job)),
    Int32Array.of(Number(married)),
  ];
};

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function jobAt(age: number, random: RandomSequence): Job {
  if (random.uniform() < logistic((25 - age) / 2)) return 'student';
  if (random.uniform() < logistic((age - 66) / 2)) return 'retired';
  const u = random.uniform();
  return u < 0.5 ? 'worker' : u < 0.8 ? 'clerk' : 'engineer';
}

/** Mean incomes in thousands at 18, and what a year adds to them. */
const incomes: Readonly<Record<Job, readonly [mean: number, perYear: number]>> = {
  student: [12, 0],
  worker: [45, 0.1],
  clerk: [50, 0.2],
  engineer: [55, 0.4],
  retired: [20, 0],
};

/** Drawn again until it is between 0 and 100. */
function incomeOf(job: Job, age: number, random: RandomSequence): number {
  const [mean, perYear] = incomes[job];
  for (;;) {
    const income = mean + perYear * (age - 18) + 5 * random.normal();
    if (income >= 0 && income <= 100) return income;
  }
}
