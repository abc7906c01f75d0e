import { expect, test } from 'vitest';
import { didYouMean, editDistance } from '../../src/diagnostics/did-you-mean.ts';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['modle', 'model', 1],
  ['netwrk', 'network', 1],
  ['ca', 'abc', 3],
])('the distance of %s and %s', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('names within max(length / 3, 1), nearest first', () => {
  expect(didYouMean('modle', ['model', 'mode', 'module', 'train'])).toEqual(['model', 'mode', 'module']);
  expect(didYouMean('minimise', ['minimize', 'repeat'])).toEqual(['minimize']);
  expect(didYouMean('x', ['y', 'xs', 'zzz'])).toEqual(['y', 'xs']);
  expect(didYouMean('ReLU', ['relu', 'elu', 'selu'])).toEqual(['relu', 'selu', 'elu']);
  expect(didYouMean('conv2d', ['dense', 'flatten'])).toEqual([]);
});

test('never the name itself, each choice once, five at most', () => {
  expect(didYouMean('aa', ['aa', 'ab', 'ab'])).toEqual(['ab']);
  expect(didYouMean('a', ['b', 'c', 'd', 'e', 'f', 'g'])).toEqual(['b', 'c', 'd', 'e', 'f']);
});
