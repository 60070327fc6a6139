import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import type { RunQuery } from '../database/run-query.ts';
import { callFunction } from './call-function.ts';
import { readDue } from './due-push.ts';

const lostRace = (sqlState: string) =>
  new AppError('unavailable', { message: 'lost', details: { sqlState } });
const call = { name: 'cancel_push', parameters: ['uuid', 'text'], values: ['id', 'actor'] };

/** Fails as often as there are failures, then answers. */
function queryAfter(failures: Error[], rows: object[] = [{ answer: 'cancelled' }]) {
  const asked: unknown[] = [];
  const query = ((statement, values) => {
    asked.push([statement, values]);
    const failure = failures.shift();
    return failure === undefined ? Promise.resolve(rows) : Promise.reject(failure);
  }) as RunQuery;
  return { query, asked };
}

describe('A call of a function', () => {
  test('when it succeeds, then it was one prepared statement with typed places', async () => {
    const { query, asked } = queryAfter([]);
    expect(await callFunction(query, call)).toBe('cancelled');
    const text = 'select cancel_push($1::uuid, $2::text) as answer';
    expect(asked).toEqual([[{ name: 'cancel_push', text }, ['id', 'actor']]]);
  });

  test.each(['40P01', '40001'])(
    'when it loses a race (%s), then it is run once more',
    async (sqlState) => {
      const { query, asked } = queryAfter([lostRace(sqlState)]);
      expect(await callFunction(query, call)).toBe('cancelled');
      expect(asked).toHaveLength(2);
      const twice = queryAfter([lostRace(sqlState), lostRace(sqlState)]);
      await expect(callFunction(twice.query, call)).rejects.toMatchObject({ code: 'unavailable' });
    },
  );

  test('when it is refused for another reason, then it is not run again', async () => {
    const { query, asked } = queryAfter([lostRace('23505')]);
    await expect(callFunction(query, call)).rejects.toMatchObject({ message: 'lost' });
    expect(asked).toHaveLength(1);
  });

  test('when it gives no row, then that is said', async () => {
    await expect(callFunction(queryAfter([], []).query, call)).rejects.toThrow(
      'cancel_push gave no row.',
    );
  });
});

describe('A due push', () => {
  test('when it is read, then the number of the table is the word of the domain', () => {
    const stored = [1, 10, 20].map((priority) => ({
      appId: 'wx',
      pushId: 'p',
      cycle: 1,
      priority,
      delayMs: 0,
    }));
    expect(readDue(stored).map((due) => due.priority)).toEqual(['high', 'normal', 'low']);
  });
});
