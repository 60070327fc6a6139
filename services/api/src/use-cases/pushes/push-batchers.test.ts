import { describe, expect, test } from '@jest/globals';
import type { AcceptResult, NewPush } from '@yuexin/storage';
import { createMetrics } from '@yuexin/telemetry';
import { createPushBatchers } from './push-batchers.ts';

const push = { id: 'p' } as NewPush;

/** A database that answers when told. */
function setUp() {
  const statements: { size: number; answer: () => void }[] = [];
  const time = { nowMs: 0 };
  const batchers = createPushBatchers({
    storage: {
      users: {
        resolve: (addresses) =>
          Promise.resolve(addresses.map(() => ({ user: null, isElsewhere: false }))),
      },
      hotPath: {
        acceptPushes: (pushes) =>
          new Promise((resolve) => {
            const results = pushes.map((): AcceptResult => ({ kind: 'no-grant' }));
            const answer = () => resolve({ results, due: [] });
            statements.push({ size: pushes.length, answer });
          }),
      },
    },
    offerDue: () => Promise.resolve(),
    clock: { monotonicMs: () => time.nowMs },
    metrics: createMetrics({ service: 'test' }),
    traces: null,
  });
  return { statements, batchers, time };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('accepting together', () => {
  test('when many come while two statements run, then they become one statement', async () => {
    const { statements, batchers } = setUp();
    const answers = [batchers.accept.add(push)];
    await turn();
    answers.push(batchers.accept.add(push));
    await turn();
    for (let at = 0; at < 100; at += 1) answers.push(batchers.accept.add(push));
    await turn();
    expect(statements.map((statement) => statement.size)).toEqual([1, 1]);
    statements[0]!.answer();
    await answers[0];
    await turn();
    expect(statements.map((statement) => statement.size)).toEqual([1, 1, 100]);
    for (const statement of statements) statement.answer();
    await Promise.all(answers);
  });

  test('when a statement hangs, then who comes is turned away at once; when it is over, then all goes on', async () => {
    const { statements, batchers, time } = setUp();
    const hanging = batchers.accept.add(push);
    await turn();
    time.nowMs = 3_000;
    const joined = batchers.accept.add(push);
    await turn();
    time.nowMs = 3_001;
    await expect(batchers.accept.add(push)).rejects.toMatchObject({
      code: 'overloaded',
      retryAfterMs: 2_000,
    });
    for (const statement of statements) statement.answer();
    await Promise.all([hanging, joined]);
    const next = batchers.accept.add(push);
    await turn();
    statements[2]!.answer();
    await next;
  });

  test('when more wait than can be stored in time, then the next is overloaded and told when to come again', async () => {
    const { statements, batchers } = setUp();
    const waiting = Array.from({ length: 10_000 }, () => batchers.accept.add(push));
    await expect(batchers.accept.add(push)).rejects.toMatchObject({
      code: 'overloaded',
      retryAfterMs: 1000,
    });
    // Forty statements of 250, two at a time.
    for (let rounds = 0; rounds < 100; rounds += 1) {
      for (const statement of statements) statement.answer();
      await turn();
    }
    await Promise.all(waiting);
    expect(statements).toHaveLength(40);
  });
});
