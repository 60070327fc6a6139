import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLogger } from './create-logger.ts';
import { createShutdown, type ShutdownOptions } from './create-shutdown.ts';
import { captureLines } from './test-support/capture-lines.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function shuttingDown(options: Partial<ShutdownOptions> = {}) {
  const { destination, text } = captureLines();
  const logger = createLogger({ service: 'api', level: 'debug', format: 'json', destination });
  const exits: number[] = [];
  const host = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const shutdown = createShutdown({
    logger,
    deadlineMs: 10_000,
    parentPid: null,
    host,
    ...options,
  });
  const done: string[] = [];
  const add = (name: string, ms = 0): void => {
    shutdown.add(name, async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      done.push(name);
    });
  };
  return { shutdown, host, exits, done, add, text };
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a shutdown', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    'on %s runs the steps in reverse, one after the other, and exits 0',
    async (signal) => {
      const { host, exits, done, add, shutdown } = shuttingDown();
      add('first', 10);
      add('second', 100);
      add('third', 10);
      host.emit(signal);
      expect(shutdown.signal.aborted).toBe(true);
      await pass(60);
      expect(done).toEqual(['third']);
      await pass(1000);
      expect([done, exits]).toEqual([['third', 'second', 'first'], [0]]);
    },
  );

  test('happens once: its echo within a second and other signals change nothing', async () => {
    const { host, exits, done, add } = shuttingDown();
    add('slow', 5000);
    host.emit('SIGINT');
    await pass(500);
    host.emit('SIGINT');
    await pass(2000);
    host.emit('SIGTERM');
    expect(exits).toEqual([]);
    await pass(5000);
    expect([done, exits]).toEqual([['slow'], [0]]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('the same %s again after a second exits at once with %d', async (signal, code) => {
    const { host, exits, done, add } = shuttingDown();
    add('slow', 5000);
    host.emit(signal);
    await pass(1500);
    host.emit(signal);
    expect([done, exits]).toEqual([[], [code]]);
  });

  test('leaves a step that is late, runs the next, and exits 1', async () => {
    const { shutdown, exits, done, add, text } = shuttingDown();
    add('last');
    shutdown.add('stuck', () => new Promise(() => undefined), { deadlineMs: 300 });
    void shutdown.start('asked');
    await pass(299);
    expect(exits).toEqual([]);
    await pass(10);
    expect([done, exits]).toEqual([['last'], [1]]);
    expect(text()).toContain('"message":"shutdown step late","step":"stuck"');
  });

  test('gives all steps together no more than the deadline', async () => {
    const { shutdown, exits } = shuttingDown({ deadlineMs: 1000 });
    shutdown.add('a', () => new Promise(() => undefined));
    shutdown.add('b', () => new Promise(() => undefined));
    void shutdown.start('asked');
    await pass(1010);
    expect(exits).toEqual([1]);
  });

  test('leaves a step that fails, tells why, and exits 1', async () => {
    const { shutdown, exits, done, add, text } = shuttingDown();
    add('last');
    shutdown.add('broken', () => {
      throw new Error('no way');
    });
    await Promise.all([shutdown.start('asked'), pass(10)]);
    expect([done, exits]).toEqual([['last'], [1]]);
    expect(text()).toContain('no way');
  });

  test.each(['uncaughtException', 'unhandledRejection'])(
    'on an %s runs the steps and exits 1',
    async (event) => {
      const { host, exits, done, add, text } = shuttingDown();
      add('step');
      host.emit(event, new Error('boom'));
      await pass(10);
      expect([done, exits]).toEqual([['step'], [1]]);
      expect(text()).toContain('boom');
    },
  );

  test('an error while it runs makes the exit code 1, even one without a value', async () => {
    const { host, exits, add } = shuttingDown();
    add('step', 100);
    host.emit('SIGTERM');
    host.emit('unhandledRejection', undefined);
    await pass(200);
    expect(exits).toEqual([1]);
  });

  test('runs a step that is added too late at once', async () => {
    const { shutdown, done, add } = shuttingDown();
    add('slow', 100);
    void shutdown.start('asked');
    add('late');
    await pass(1);
    expect(done).toEqual(['late']);
  });

  test('begins when the parent process is gone, and not before', async () => {
    let isThere = true;
    const asked: number[] = [];
    const isAlive = (pid: number) => {
      asked.push(pid);
      return isThere;
    };
    const { exits } = shuttingDown({ parentPid: 4242, isAlive });
    await pass(3500);
    expect([asked, exits]).toEqual([[4242, 4242, 4242], []]);
    isThere = false;
    await pass(1000);
    expect(exits).toEqual([0]);
    await pass(5000);
    expect(asked).toHaveLength(4);
  });

  test('looks for no parent once it runs', async () => {
    const asked: number[] = [];
    const isAlive = (pid: number) => asked.push(pid) > 0;
    const { host } = shuttingDown({ parentPid: 4242, isAlive });
    host.emit('SIGTERM');
    await pass(5000);
    expect(asked).toEqual([]);
  });
});

describe('YUEXIN_PARENT_PID', () => {
  afterEach(() => {
    delete process.env.YUEXIN_PARENT_PID;
  });

  test.each([
    ['4242', [4242]],
    ['1', []],
    ['', []],
    ['x', []],
  ])('%s makes %j be watched', async (text, watched) => {
    process.env.YUEXIN_PARENT_PID = text;
    const asked: number[] = [];
    const { destination } = captureLines();
    const logger = createLogger({ service: 'api', level: 'error', format: 'json', destination });
    const host = Object.assign(new EventEmitter(), { exit: () => undefined });
    const isAlive = (pid: number) => asked.push(pid) > 0;
    createShutdown({ logger, deadlineMs: 1, host, isAlive });
    await pass(1000);
    expect(asked).toEqual(watched);
  });
});
