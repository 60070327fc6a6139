import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Logger } from '@yuexin/telemetry';
import { createHeartbeat } from './create-heartbeat.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function setUp() {
  const warnings: string[] = [];
  const beats: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const logger = { warn: (message: string) => warnings.push(message) } as unknown as Logger;
  const heartbeat = createHeartbeat({
    upkeep: {
      beat: () => new Promise((resolve, reject) => beats.push({ resolve, reject })),
    },
    processId: 'api-1',
    logger,
  });
  return { heartbeat, beats, warnings };
}

describe('the heartbeat', () => {
  test('when it runs, then it beats at once and every second, until it is stopped', async () => {
    const { heartbeat, beats } = setUp();
    heartbeat.start();
    for (let second = 0; second < 3; second += 1) {
      beats.at(-1)!.resolve();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(beats).toHaveLength(4);
    heartbeat.stop();
    beats.at(-1)!.resolve();
    await jest.advanceTimersByTimeAsync(5000);
    expect(beats).toHaveLength(4);
  });

  test('when a beat hangs or fails, then beats do not pile up, and the gap is told once', async () => {
    const { heartbeat, beats, warnings } = setUp();
    heartbeat.start();
    await jest.advanceTimersByTimeAsync(5000);
    expect(beats).toHaveLength(1);
    for (let tries = 0; tries < 3; tries += 1) {
      beats.at(-1)!.reject(new Error('down'));
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(warnings).toHaveLength(1);
    beats.at(-1)!.resolve();
    await jest.advanceTimersByTimeAsync(1000);
    beats.at(-1)!.reject(new Error('down again'));
    await jest.advanceTimersByTimeAsync(0);
    expect(warnings).toHaveLength(2);
    heartbeat.stop();
  });
});
