import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { PushWorker } from './queue-engine.ts';
import { brakeOnErrors } from './worker-brake.ts';

describe('the brake of a worker', () => {
  const events = new EventEmitter();
  const pause = jest.fn<PushWorker['pause']>(() => Promise.resolve());
  const resume = jest.fn(() => Promise.resolve());
  const on = (event: 'error', listener: (error: Error) => void) => events.on(event, listener);
  let isUp = true;
  let brake: ReturnType<typeof brakeOnErrors>;

  const fail = (times: number) => {
    for (let time = 0; time < times; time += 1) events.emit('error', new Error('57P03'));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    events.removeAllListeners();
    isUp = true;
    brake = brakeOnErrors({ worker: { on, pause, resume }, isUp: () => isUp });
  });
  afterEach(() => {
    brake.stop();
    jest.useRealTimers();
  });

  test('when errors come now and then, then the worker goes on', () => {
    for (let second = 0; second < 30; second += 1) {
      fail(20);
      jest.advanceTimersByTime(1001);
    }
    expect(pause).not.toHaveBeenCalled();
  });

  test('when errors come in a storm, then the worker stops taking jobs once, and goes on a second later', () => {
    fail(500);
    expect(pause).toHaveBeenCalledTimes(1);
    expect(pause).toHaveBeenCalledWith(true);
    jest.advanceTimersByTime(1000);
    expect(resume).toHaveBeenCalledTimes(1);
    fail(21);
    expect(pause).toHaveBeenCalledTimes(2);
  });

  test('when the engine is still down, then the worker stays stopped until it is up', () => {
    isUp = false;
    fail(50);
    jest.advanceTimersByTime(60_000);
    expect(resume).not.toHaveBeenCalled();
    isUp = true;
    jest.advanceTimersByTime(1000);
    expect(resume).toHaveBeenCalledTimes(1);
  });

  test('when the worker is being closed, then it is neither stopped nor started again', () => {
    fail(50);
    brake.stop();
    jest.advanceTimersByTime(60_000);
    fail(500);
    expect(resume).not.toHaveBeenCalled();
    expect(pause).toHaveBeenCalledTimes(1);
  });
});
