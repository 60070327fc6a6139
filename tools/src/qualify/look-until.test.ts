import { describe, expect, test } from '@jest/globals';
import { lookUntil } from './look-until.ts';

const wait = { what: 'sends', stillMs: 40, everyMs: 5, leaving: new AbortController().signal };

describe('Waiting for what a run has to come to', () => {
  test('when it moves, then it is waited for, however long it takes', async () => {
    let count = 0;
    const look = () =>
      Promise.resolve({ seen: String((count += 1)), found: count < 30 ? null : count });
    expect(await lookUntil({ ...wait, look })).toBe(30);
  });

  test('when nothing moves any more, then it ends, and says what was waited for and how far it came', async () => {
    const look = () => Promise.resolve({ seen: '7 of 10', found: null });
    await expect(lookUntil({ ...wait, look })).rejects.toThrow(
      'Nothing more was seen of sends for 0.04 s; last: 7 of 10.',
    );
  });

  test('when somebody wants it to end, then it does', async () => {
    const leaving = AbortSignal.abort(new Error('Interrupted.'));
    const look = () => Promise.resolve({ seen: '', found: null });
    await expect(lookUntil({ ...wait, leaving, look })).rejects.toThrow('Interrupted.');
  });
});
