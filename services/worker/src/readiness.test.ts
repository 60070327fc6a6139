import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { createReadiness } from './readiness.ts';
import { standClock } from './test-support/stand-clock.ts';

const setUp = () => {
  const clock = standClock();
  const state = {
    problem: null as string | null,
    isQueueAway: false,
    stuck: [] as string[],
    hasStarted: true,
    isStopping: false,
    lookedAtMs: clock.monotonicMs(),
  };
  const loops = {
    upkeep: { stuck: () => state.stuck },
    consumers: { lookedAtMs: () => state.lookedAtMs },
  };
  const problems = createReadiness({
    storage: { problem: () => Promise.resolve(state.problem) },
    queue: {
      ping: () =>
        state.isQueueAway
          ? Promise.reject(new AppError('unavailable', { message: 'The queue is away.' }))
          : Promise.resolve(),
    },
    loops: () => (state.hasStarted ? loops : null),
    isStopping: () => state.isStopping,
    clock,
  });
  return { problems, state, clock };
};

describe('createReadiness', () => {
  test('when everything answers and the loops tick, then it is ready', async () => {
    await expect(setUp().problems()).resolves.toEqual([]);
  });

  test('when PostgreSQL and the queue are away, then both are named', async () => {
    const { problems, state } = setUp();
    state.problem = 'PostgreSQL does not answer.';
    state.isQueueAway = true;
    await expect(problems()).resolves.toEqual([
      'PostgreSQL does not answer.',
      'The queue is away.',
    ]);
  });

  test('when a sweep hangs or apps were not looked at for half a minute, then it says so', async () => {
    const { problems, state, clock } = setUp();
    state.stuck = ['apply-events'];
    clock.advance(31_000);
    await expect(problems()).resolves.toEqual([
      'The sweep apply-events hangs.',
      'The look for apps hangs.',
    ]);
  });

  test('when it has not started yet or is stopping, then it is not ready', async () => {
    const { problems, state } = setUp();
    state.hasStarted = false;
    await expect(problems()).resolves.toEqual(['The worker is starting.']);
    state.isStopping = true;
    await expect(problems()).resolves.toEqual(['The worker is stopping.']);
  });
});
