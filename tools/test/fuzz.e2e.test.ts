import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { runFuzz } from '../src/fuzz/run-fuzz.ts';
import { openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(600_000);

let opened: Awaited<ReturnType<typeof openPrivateStack>>;
beforeAll(async () => {
  opened = await openPrivateStack({ queueUrl: null });
});
afterAll(() => opened.close());

describe('requests right, nearly right and wrong, of one seed', () => {
  test('are all answered, never by a bug, and refusals say what is wrong; every process is alive after them', async () => {
    const report = await runFuzz({
      ...{ stack: opened.stack, seed: 1, seconds: 0, leastRequests: 700 },
      // Not a measure: what has hung, hangs for good.
      limitMs: 120_000,
    });
    const { requests, operations, answers, neverTaken } = report.summary();
    expect(report.crashes()).toEqual([]);
    expect(report.faults()).toEqual([]);
    expect(requests).toBeGreaterThanOrEqual(700);
    // A run that is refused everywhere, or asks for little, would show nothing.
    expect(answers['2xx']).toBeGreaterThan(100);
    expect(answers['4xx']).toBeGreaterThan(100);
    expect(operations - neverTaken.length).toBeGreaterThan(40);
  });
});
