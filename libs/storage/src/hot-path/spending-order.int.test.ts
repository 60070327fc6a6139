import { describe, expect, test } from '@jest/globals';
import type { Priority } from '@yuexin/domain';
import fc from 'fast-check';
import { openTestLedger, type TestApp } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger({ poolMax: 4 });
const { query, sweeps } = ledger;

type Wish = { priority: Priority; lifeMinutes: number };
const wish = fc.record({
  priority: fc.constantFrom<Priority>('high', 'normal', 'low'),
  lifeMinutes: fc.integer({ min: 1, max: 4 }),
});
const wishes = fc.array(wish, { minLength: 2, maxLength: 8 });
const rank: Record<Priority, number> = { high: 0, normal: 1, low: 2 };

/** The places of the wishes in the order of ADR 0022; those that are alike by age. */
const inOrder = (asked: readonly Wish[]): number[] =>
  asked
    .map((one, at) => ({ ...one, at }))
    .sort(
      (a, b) => rank[a.priority] - rank[b.priority] || a.lifeMinutes - b.lifeMinutes || a.at - b.at,
    )
    .map(({ at }) => at);

/** Accepts them one after the other, so that none is as old as another. */
async function pushAll(app: TestApp, userId: string, asked: readonly Wish[], sendAt: Date | null) {
  const start = Date.now() + 60_000;
  const ids: string[] = [];
  for (const { priority, lifeMinutes } of asked) {
    const expiresAt = new Date(start + lifeMinutes * 60_000);
    ids.push(await app.push(userId, { priority, expiresAt, sendAt }));
  }
  return ids;
}

describe('A grant goes to the highest priority, then to the nearest end, then to the oldest', () => {
  test('when grants come one by one to parked pushes of any kind, then they go in that order', async () => {
    const scenario = fc.asyncProperty(wishes, async (asked) => {
      const app = await ledger.newApp();
      const userId = await app.newUser();
      const ids = await pushAll(app, userId, asked, null);
      const released: string[] = [];
      while (released.length < asked.length) {
        await query(
          `update pushes set state = 'cancelled' where user_id = $1 and state = 'queued'`,
          [userId],
        );
        await query(`update grants set state = 'spent' where user_id = $1`, [userId]);
        await app.give(userId);
        const [row] = await query<{ id: string }>(
          `select id from pushes where user_id = $1 and state = 'queued'`,
          [userId],
        );
        released.push(row!.id);
      }
      expect(released.map((id) => ids.indexOf(id))).toEqual(inOrder(asked));
    });
    await fc.assert(scenario, { numRuns: 25, endOnFailure: true });
  }, 60_000);

  test('when scheduled ones come due together, then those that find a grant are the first in that order', async () => {
    const scenario = fc.asyncProperty(wishes, fc.nat(8), async (asked, grants) => {
      const app = await ledger.newApp();
      const userId = await app.newUser();
      if (grants > 0) await app.give(userId, grants);
      const ids = await pushAll(app, userId, asked, new Date(Date.now() + 3_600_000));
      await query(`update pushes set due_at = now() where user_id = $1`, [userId]);
      await sweeps.queueDue(100);
      const rows = await query<{ id: string }>(
        `select id from pushes where user_id = $1 and state = 'queued'`,
        [userId],
      );
      const found = rows.map(({ id }) => ids.indexOf(id)).sort();
      expect(found).toEqual(inOrder(asked).slice(0, grants).sort());
    });
    await fc.assert(scenario, { numRuns: 25, endOnFailure: true });
  }, 60_000);

  test('when a push parks again, then it keeps its place', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const [first, second] = await pushAll(
      app,
      userId,
      [
        { priority: 'normal', lifeMinutes: 1 },
        { priority: 'normal', lifeMinutes: 2 },
      ],
      null,
    );
    await app.give(userId);
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    expect(await ledger.claim(first!, 1)).toEqual({ kind: 'moved', state: 'parked' });
    await app.give(userId);
    expect((await ledger.read(first!)).state).toBe('queued');
    expect((await ledger.read(second!)).state).toBe('parked');
  });
});
