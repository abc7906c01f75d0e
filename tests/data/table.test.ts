import { describe, expect, it } from 'vitest';
import { jobs } from '../../src/compiler/words/data-sources/labels/table.ts';
import { examples, mean } from './drawn.ts';

const n = 40_000;
const people = async () => {
  const fields = await examples('table', n, { size: n });
  return Array.from({ length: n }, (_, i) => ({
    age: fields('age').data[i]!,
    income: fields('income').data[i]!,
    job: jobs[fields('job').data[i]!]!,
    married: fields('married').data[i] === 1,
  }));
};
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const working = new Set<string>(['worker', 'clerk', 'engineer']);

/** The share of those of whom something is so, and the mean of its probabilities, agree within four standard errors. */
function expectShares<Person>(of: readonly Person[], is: (p: Person) => boolean, probability: (p: Person) => number) {
  const expected = mean(of.map(probability));
  const error = Math.sqrt(mean(of.map((p) => probability(p) * (1 - probability(p)))) / of.length);
  expect(Math.abs(mean(of.map((p) => Number(is(p)))) - expected)).toBeLessThan(4 * error + 1e-9);
}

describe('table', () => {
  it('has ages that are distributed as sums of two uniform numbers are', async () => {
    const ages = (await people()).map(({ age }) => (age - 18) / 72).sort((a, b) => a - b);
    const cumulative = (x: number): number => (x < 0.5 ? 2 * x * x : 1 - 2 * (1 - x) ** 2);
    const distances = ages.map((x, i) => Math.abs(cumulative(x) - (i + 0.5) / n));
    const largest = distances.reduce((a, b) => Math.max(a, b));
    expect(largest * Math.sqrt(n)).toBeLessThan(1.95); // Kolmogorov–Smirnov: fails once in 1000
  });

  it('has jobs and marriages by age as its law says', async () => {
    const all = await people();
    const byAge = Array.from({ length: 8 }, (_, i) => all.filter(({ age }) => Math.floor((age - 18) / 9) === i));
    for (const of of byAge) {
      const student = (age: number) => logistic((25 - age) / 2);
      const retired = (age: number) => (1 - student(age)) * logistic((age - 66) / 2);
      const works = (age: number) => 1 - student(age) - retired(age);
      expectShares(
        of,
        (p) => p.job === 'student',
        (p) => student(p.age),
      );
      expectShares(
        of,
        (p) => p.job === 'retired',
        (p) => retired(p.age),
      );
      expectShares(
        of,
        (p) => p.job === 'worker',
        (p) => 0.5 * works(p.age),
      );
      expectShares(
        of,
        (p) => p.job === 'clerk',
        (p) => 0.3 * works(p.age),
      );
      expectShares(
        of,
        (p) => p.married,
        (p) => 0.8 * logistic((p.age - 30) / 4),
      );
    }
  });

  it('has incomes by job and age as its law says', async () => {
    const law = {
      student: [12, 0],
      worker: [45, 0.1],
      clerk: [50, 0.2],
      engineer: [55, 0.4],
      retired: [20, 0],
    } as const;
    const all = await people();
    for (const job of jobs) {
      const [least, perYear] = law[job];
      const rest = all.filter((p) => p.job === job).map((p) => p.income - least - perYear * (p.age - 18));
      // The lowest incomes of students are cut off at 0, at 2.4 standard deviations: the moments of a truncated normal.
      const [shift, spread] = job === 'student' ? [0.113, 4.86] : [0, 5];
      const found = mean(rest);
      const deviation = Math.sqrt(mean(rest.map((x) => (x - found) ** 2)));
      expect(Math.abs(found - shift), job).toBeLessThan((4 * 5) / Math.sqrt(rest.length));
      expect(Math.abs(deviation - spread), job).toBeLessThan((4 * 5) / Math.sqrt(2 * rest.length));
    }
  });

  it('has two modes of income, with hardly anybody between them', async () => {
    const incomes = (await people()).map(({ income }) => income);
    const share = (from: number, to: number): number => mean(incomes.map((x) => Number(x >= from && x < to)));
    expect(share(10, 25)).toBeGreaterThan(3 * share(30, 40));
    expect(share(45, 60)).toBeGreaterThan(3 * share(30, 40));
    const all = await people();
    expect(mean(all.map((p) => Number(working.has(p.job) === p.income > 34)))).toBeGreaterThan(0.98);
  });
});
