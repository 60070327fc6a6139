import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { buildSettlement } from '../test-support/sample-settlement.ts';
import { settledInOrder } from './settled-in-order.ts';

const settlementOf = (pushId: string, attemptId = `${pushId}-attempt`) =>
  buildSettlement({ pushId, attemptId });
const settledOf = (pushId: string, isSuperseded = false) =>
  ({ pushId, attemptId: `${pushId}-attempt`, isSuperseded, state: 'sent' }) as const;

describe('settledInOrder', () => {
  test('when the database answers in another order, then each settlement gets its own answer', () => {
    const answers = settledInOrder([settlementOf('a'), settlementOf('b')], {
      settled: [settledOf('b', true), settledOf('a')],
      failed: [],
    });
    expect(answers).toEqual([settledOf('a'), settledOf('b', true)]);
  });

  test('when one failed, then that one gets the error and its neighbour the answer', () => {
    const error = new AppError('unavailable', { message: 'a lock could not be had' });
    const answers = settledInOrder([settlementOf('a'), settlementOf('b')], {
      settled: [settledOf('b')],
      failed: [{ pushId: 'a', attemptId: 'a-attempt', error }],
    });
    expect(answers).toEqual([error, settledOf('b')]);
  });

  test('when one got no answer at all, then it is an error and not silence', () => {
    const [answer] = settledInOrder([settlementOf('a')], { settled: [], failed: [] });
    expect(answer).toBeInstanceOf(AppError);
  });
});
