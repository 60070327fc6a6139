import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { recordLog } from '../test-support/record-log.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { createAppConsumers } from './create-app-consumers.ts';

const turn = () => new Promise(setImmediate);

const setUp = () => {
  const clock = standClock();
  const log: string[] = [];
  const state = { isAway: false, isRunning: true };
  const consumers = createAppConsumers({
    queue: {
      consumePushes: (appId) => {
        if (state.isAway) {
          return Promise.reject(new AppError('unavailable', { message: 'the queue is away' }));
        }
        log.push(`open ${appId}`);
        return Promise.resolve({
          isRunning: () => state.isRunning,
          rest: () => undefined,
          close: (deadlineMs) => {
            log.push(`close ${appId} ${deadlineMs}`);
            return Promise.resolve();
          },
        });
      },
    },
    handler: () => Promise.resolve({ kind: 'complete' }),
    concurrency: 5,
    clock,
    logger: recordLog(),
  });
  return { consumers, log, state, clock };
};

describe('createAppConsumers', () => {
  test('when an app appears, then it is served once; when it is removed, then it is let go', async () => {
    const { consumers, log } = setUp();
    consumers.serve(['wx1']);
    consumers.serve(['wx1', 'wx2']);
    await turn();
    consumers.serve(['wx2']);
    await turn();
    expect(log).toEqual(['open wx1', 'open wx2', 'close wx1 5000']);
    expect(consumers.appIds()).toEqual(['wx2']);
  });

  test('when the queue is away, then the next look tries again', async () => {
    const { consumers, log, state } = setUp();
    state.isAway = true;
    consumers.serve(['wx1']);
    await turn();
    expect(consumers.appIds()).toEqual([]);
    state.isAway = false;
    consumers.serve(['wx1']);
    await turn();
    expect(log).toEqual(['open wx1']);
  });

  test('when a consumer has not run for half a minute, then it is replaced; a shorter silence is its own affair', async () => {
    const { consumers, log, state, clock } = setUp();
    consumers.serve(['wx1']);
    await turn();
    state.isRunning = false;
    clock.advance(29_000);
    consumers.serve(['wx1']);
    expect(log).toEqual(['open wx1']);
    clock.advance(2_000);
    consumers.serve(['wx1']);
    await turn();
    expect(log).toEqual(['open wx1', 'close wx1 5000', 'open wx1']);
  });

  test('when it closes, then every consumer is closed within the deadline and none is opened any more', async () => {
    const { consumers, log } = setUp();
    consumers.serve(['wx1', 'wx2']);
    await turn();
    await consumers.close(12_000);
    consumers.serve(['wx3']);
    await turn();
    expect(log.slice(2)).toEqual(['close wx1 12000', 'close wx2 12000']);
  });
});
