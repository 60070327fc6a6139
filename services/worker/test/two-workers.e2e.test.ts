import { describe, expect, jest, test } from '@jest/globals';
import { engines } from './support/engines.ts';
import { callsOf, ledgerOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll } from './support/watch-pushes.ts';

jest.setTimeout(300_000);

const userCount = 500;
const pushesEach = 4;

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('two workers, queue on $engine', ({ bed }) => {
  const { storage, simulator } = bed;

  test('when 2,000 pushes go to 500 users, then WeChat’s ledger and ours agree to the row, and no two sends of one user overlapped', async () => {
    const app = await seedApp(bed, {
      users: userCount,
      grantsEach: pushesEach,
      settings: { sendLatencyMs: 20 },
    });
    bed.startWorker({ SEND_TIMEOUT_MS: '10000' });
    bed.startWorker({ SEND_TIMEOUT_MS: '10000' });
    const pushes = app.users.flatMap(({ userId }) =>
      Array.from({ length: pushesEach }, () => newPush(app, { userId })),
    );
    const pushIds: string[] = [];
    for (let at = 0; at < pushes.length; at += 500) {
      pushIds.push(...(await acceptPushes(bed, pushes.slice(at, at + 500))));
    }
    const sent = await untilAll(storage, pushIds, { state: 'sent', within: 240_000 });

    const { sends, grants } = await ledgerOf(simulator, app.appId);
    expect(sends).toHaveLength(userCount * pushesEach);
    const theirs = sends.map(({ openid, msgid }) => `${openid} ${msgid}`).sort();
    const ours = sent.map(({ openid, lastAttempt }) => `${openid} ${lastAttempt?.msgid}`).sort();
    expect(ours).toEqual(theirs);
    expect(grants.every(({ granted, spent }) => granted === pushesEach && spent === granted)).toBe(
      true,
    );
    for (const { userId } of app.users.slice(0, 50)) {
      const balances = await storage.users.balances(userId);
      expect(balances[app.templateId]).toEqual({
        ...{ available: 0, reserved: 0, spent: pushesEach, void: 0 },
      });
    }
    const calls = await callsOf(simulator, app.appId);
    expect(calls.filter(({ isOverlapping }) => isOverlapping)).toEqual([]);
    expect(calls).toHaveLength(userCount * pushesEach);
    expect(sent.every(({ attempts }) => attempts === 1)).toBe(true);
  });
});
