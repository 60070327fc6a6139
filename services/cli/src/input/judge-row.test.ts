import { expect, test } from '@jest/globals';
import { judge, judgeRow } from './judge-row.ts';

test.each([
  ['2026-01-05T08:00:00+08:00', true],
  ['2026-01-05T00:00:00.123Z', true],
  ['2026-13-45T99:00:00Z', false],
  ['2026-02-30T08:00:00Z', false],
  ['2026-01-05', false],
  ['2026-01-05T08:00:00', false],
  ['1969-12-31T23:59:59Z', false],
  ['2999-01-01T00:00:00Z', false],
])('the time %s is good: %s', (text, isGood) => {
  expect(judge.grantedAt(text) === null).toBe(isGood);
});

test.each([
  ['+8613800000000', true],
  ['138 0000 4444', true],
  ['13x', false],
  ['12', false],
  ['+8613800000000000000', false],
])('the phone %s is good: %s', (text, isGood) => {
  expect(judge.phone(text) === null).toBe(isGood);
});

test('all that is wrong with a row is told, and what is not there is not wrong', () => {
  const columns = ['openid', 'count', 'grantedAt'] as const;
  expect(judgeRow({ openid: 'o 1', count: '0' }, columns)).toEqual([
    'openid o 1 is not 1 to 128 letters, digits, - or _',
    'count 0 is not 1 to 1000',
  ]);
  expect(judgeRow({ openid: 'o-1' }, columns)).toEqual([]);
});
