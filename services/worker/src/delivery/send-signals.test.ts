import { describe, expect, jest, test, afterEach, beforeEach } from '@jest/globals';
import { standClock } from '../test-support/stand-clock.ts';
import { createSendSignals } from './send-signals.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('createSendSignals', () => {
  const setUp = () => {
    const clock = standClock();
    const deadline = {
      at: new Date(clock.now().getTime() + 500),
      monotonicMs: clock.monotonicMs() + 500,
    };
    return { signals: createSendSignals({ clock }), deadline };
  };
  const waitForAbort = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve) => {
      if (signal.aborted) resolve('aborted');
      signal.addEventListener('abort', () => resolve('aborted'));
    });

  test('when the deadline comes, then the work is aborted and not before', async () => {
    const { signals, deadline } = setUp();
    let isAborted = false;
    const work = signals.during(deadline, async (signal) => {
      await waitForAbort(signal);
      isAborted = true;
    });
    await jest.advanceTimersByTimeAsync(499);
    expect(isAborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await work;
    expect(isAborted).toBe(true);
  });

  test('when the process ends, then all works are aborted, and those that begin later too', async () => {
    const { signals, deadline } = setUp();
    const running = signals.during(deadline, waitForAbort);
    signals.abortAll();
    await expect(running).resolves.toBe('aborted');
    await expect(signals.during(deadline, waitForAbort)).resolves.toBe('aborted');
  });

  test('when a work ends early, then no timer is left', async () => {
    const { signals, deadline } = setUp();
    await signals.during(deadline, () => Promise.resolve());
    expect(jest.getTimerCount()).toBe(0);
  });
});
