import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { buildApp, buildPause } from '../test-support/sample-app.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { createBrakes } from './create-brakes.ts';

const setUp = () => {
  const clock = standClock();
  const calls: unknown[] = [];
  const state = { isAway: false };
  const note = (...call: unknown[]): Promise<void> => {
    if (state.isAway) return Promise.reject(new AppError('unavailable', { message: 'away' }));
    calls.push(call);
    return Promise.resolve();
  };
  const brakes = createBrakes({
    queue: {
      setPaused: (appId, isPaused) => note('paused', appId, isPaused),
      setRate: (appId, perSecond) => note('rate', appId, perSecond),
      holdBack: (appId, ms) => note('hold', appId, ms),
    },
    clock,
  });
  return { brakes, calls, clock, state };
};

describe('createBrakes', () => {
  test('when an app is first seen, then its rate and pause are told; when nothing changed, not again', async () => {
    const { brakes, calls } = setUp();
    await brakes.assert(buildApp('wx1', { sendRatePerSecond: 50 }));
    await brakes.assert(buildApp('wx1', { sendRatePerSecond: 50 }));
    expect(calls).toEqual([
      ['rate', 'wx1', 50],
      ['paused', 'wx1', false],
    ]);
  });

  test('when a minute has passed, then it is told again, since a wipe forgets it', async () => {
    const { brakes, calls, clock } = setUp();
    await brakes.assert(buildApp('wx1'));
    clock.advance(60_000);
    await brakes.assert(buildApp('wx1'));
    expect(calls).toHaveLength(4);
  });

  test('when a pause begins and ends, then the queue follows at once', async () => {
    const { brakes, calls } = setUp();
    await brakes.assert(buildApp('wx1', { pause: buildPause('operator') }));
    await brakes.assert(buildApp('wx1'));
    expect(calls).toEqual([
      ['rate', 'wx1', null],
      ['paused', 'wx1', true],
      ['rate', 'wx1', null],
      ['paused', 'wx1', false],
    ]);
  });

  test('when the minute’s quota is used up, then the queue is held back for what is left of it and not paused', async () => {
    const { brakes, calls, clock } = setUp();
    const until = new Date(clock.now().getTime() + 20_000);
    await brakes.assert(buildApp('wx1', { pause: buildPause('quota-minute', until) }));
    expect(calls).toEqual([
      ['rate', 'wx1', null],
      ['paused', 'wx1', false],
      ['hold', 'wx1', 20_000],
    ]);
  });

  test('when the queue did not take it, then the next assert tells it again', async () => {
    const { brakes, calls, state } = setUp();
    state.isAway = true;
    await expect(brakes.assert(buildApp('wx1'))).rejects.toMatchObject({ code: 'unavailable' });
    state.isAway = false;
    await brakes.assert(buildApp('wx1'));
    expect(calls).toHaveLength(2);
  });

  test('when the queue was wiped, then the next assert speaks although nothing changed', async () => {
    const { brakes, calls } = setUp();
    await brakes.assert(buildApp('wx1'));
    brakes.forget('wx1');
    await brakes.assert(buildApp('wx1'));
    expect(calls).toHaveLength(4);
  });
});
