import { expect, test } from '@jest/globals';
import { inParts } from './import-in-parts.ts';

const split = (rows: readonly number[]) =>
  inParts(rows, { most: 3, mostWeight: 10, weigh: (row) => row });

test('no part has too many rows, nor too much in sum; nothing is lost or moved', () => {
  expect(split([1, 1, 1, 1, 9, 2, 8, 1])).toEqual([[1, 1, 1], [1, 9], [2, 8], [1]]);
  expect(split([])).toEqual([]);
  expect(split([11, 1])).toEqual([[11], [1]]);
});
