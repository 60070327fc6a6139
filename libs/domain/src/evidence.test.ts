import { expect, test } from '@jest/globals';
import { isAccept } from './evidence.ts';
import { askResults } from './vocabulary.ts';

test('everything that starts with accept gives a grant, nothing else does', () => {
  expect(askResults.filter(isAccept)).toEqual([
    'accept',
    'acceptWithAudio',
    'acceptWithAlert',
    'acceptWithForcePush',
  ]);
});
