import { expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import type { NewEvent } from '@yuexin/storage';
import { createEventBatcher } from './receive-event.ts';

const event = {} as NewEvent;

/** How often storage is called for ten events at once when each call fails so. */
async function callsWhen(error: Error): Promise<number> {
  let calls = 0;
  const batcher = createEventBatcher({
    storage: {
      events: {
        storeMany: () => {
          calls += 1;
          return Promise.reject(error);
        },
      },
    },
  });
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => batcher.add(event)));
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  return calls;
}

test('when the database does not answer, then a batch of events fails as one, and waits for it once', async () => {
  expect(await callsWhen(new AppError('unavailable', { message: 'silent' }))).toBe(1);
});

test('when one event cannot be stored, then its neighbours are tried without it', async () => {
  expect(await callsWhen(new AppError('internal-error', { message: 'poison' }))).toBe(11);
});
