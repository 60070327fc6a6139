import { expect, test } from '@jest/globals';
import { classifyTokenErrcode } from './classify-token-errcode.ts';

test.each([
  [-1, 'busy'],
  [45011, 'minute-quota'],
  [45009, 'daily-quota'],
  [40001, 'configuration'],
  [40013, 'configuration'],
  [40125, 'configuration'],
  [40164, 'configuration'],
  [40243, 'configuration'],
  [61004, 'configuration'],
  [89501, 'configuration'],
  [89503, 'configuration'],
  [89506, 'configuration'],
  [89507, 'configuration'],
  [99999, 'unknown'],
])('when the token endpoint refuses with %i, then it is %s', (errcode, expected) => {
  expect(classifyTokenErrcode(errcode)).toBe(expected);
});
