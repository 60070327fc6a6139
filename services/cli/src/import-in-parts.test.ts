import { expect, test } from '@jest/globals';
import { inParts } from './import-in-parts.ts';

const split = (groups: readonly (readonly number[])[]) =>
  inParts(groups, { most: 3, mostWeight: 10, weigh: (row) => row });
const single = (rows: readonly number[]) => split(rows.map((row) => [row]));

test('no part has too many rows, nor too much in sum; nothing is lost or moved', () => {
  expect(single([1, 1, 1, 1, 9, 2, 8, 1])).toEqual([[1, 1, 1], [1, 9], [2, 8], [1]]);
  expect(single([])).toEqual([]);
  expect(single([11, 1])).toEqual([[11], [1]]);
});

test('what is grouped stays together', () => {
  expect(split([[1, 1], [1, 1], [1], [6, 5], [4]])).toEqual([[1, 1], [1, 1, 1], [6, 5], [4]]);
});
