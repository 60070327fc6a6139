import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createEngineWatch, type EngineWatch } from './engine-watch.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';
import { waitForEngine } from './wait-for-engine.ts';

describe('the watch of the engine', () => {
  let answer: () => Promise<string | null>;
  let asked: number;
  let ups: number;
  let watch: EngineWatch;
  let logger = createMemoryLogger();

  beforeEach(() => {
    jest.useFakeTimers();
    logger = createMemoryLogger();
    asked = 0;
    ups = 0;
    answer = () => Promise.resolve(null);
    const check = () => {
      asked += 1;
      return answer();
    };
    watch = createEngineWatch({
      ...{ engine: { description: 'Redis at x', check }, logger },
      ...{ intervalMs: 1000, timeoutMs: 2000, onUp: () => (ups += 1) },
    });
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  test('it is up after the first good answer, asks once a second and reports each good answer', async () => {
    await jest.advanceTimersByTimeAsync(0);
    expect(watch.isUp()).toBe(true);
    await jest.advanceTimersByTimeAsync(3000);
    expect({ asked, ups }).toEqual({ asked: 4, ups: 4 });
    expect(logger.lines).toHaveLength(1);
  });

  test('when it finds a problem, then it is down, says so once, and asks ten times as often', async () => {
    await jest.advanceTimersByTimeAsync(0);
    answer = () => Promise.resolve('the schema is missing');
    await jest.advanceTimersByTimeAsync(1000);
    expect(watch.problem()).toBe('the schema is missing');
    const before = asked;
    await jest.advanceTimersByTimeAsync(1000);
    expect(asked - before).toBe(10);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        message: 'the queue is down',
        fields: { queue: 'Redis at x', problem: 'the schema is missing' },
      },
    ]);
  });

  test('when the answer does not come, then it is down and no second question is asked until it does', async () => {
    await jest.advanceTimersByTimeAsync(0);
    let give: (problem: null) => void = () => undefined;
    answer = () => new Promise((resolve) => (give = resolve));
    await jest.advanceTimersByTimeAsync(1000);
    expect(watch.isUp()).toBe(true);
    await jest.advanceTimersByTimeAsync(2000);
    expect(watch.problem()).toBe('it does not answer');
    const before = asked;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(before);
    give(null);
    await jest.advanceTimersByTimeAsync(0);
    expect(watch.isUp()).toBe(true);
  });

  test('when asking fails, even with every address refused, then the problem has a text', async () => {
    answer = () => Promise.reject(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }));
    await jest.advanceTimersByTimeAsync(1000);
    expect(watch.problem()).toBe('ECONNREFUSED');
  });

  test('those who wait are told when it is up, may give up, and are sent away when it stops', async () => {
    answer = () => Promise.resolve('not yet');
    await jest.advanceTimersByTimeAsync(1000);
    const patient = watch.whenUp();
    const giveUp = new AbortController();
    const impatient = watch.whenUp(giveUp.signal);
    giveUp.abort();
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' });
    answer = () => Promise.resolve(null);
    await jest.advanceTimersByTimeAsync(100);
    await patient;
    answer = () => Promise.resolve('gone');
    await jest.advanceTimersByTimeAsync(1000);
    const stranded = watch.whenUp();
    watch.stop();
    await expect(stranded).rejects.toMatchObject({ code: 'unavailable' });
    await expect(watch.whenUp()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('who waits long says for what, at once and then every ten seconds, and nothing when it was quick', async () => {
    const says = () => logger.lines.filter(({ message }) => message === 'waiting for the queue');
    await jest.advanceTimersByTimeAsync(0);
    await waitForEngine({ watch, description: 'Redis at x', logger });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(says()).toHaveLength(0);
    answer = () => Promise.resolve('ECONNREFUSED');
    await jest.advanceTimersByTimeAsync(1000);
    const waiting = waitForEngine({ watch, description: 'Redis at x', logger });
    await jest.advanceTimersByTimeAsync(21_000);
    expect(says()).toHaveLength(3);
    expect(says()[0]?.fields).toEqual({ queue: 'Redis at x', problem: 'ECONNREFUSED' });
    answer = () => Promise.resolve(null);
    await jest.advanceTimersByTimeAsync(1000);
    await waiting;
    await jest.advanceTimersByTimeAsync(20_000);
    expect(says()).toHaveLength(3);
  });
});
