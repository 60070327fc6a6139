import { expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { openTestLedger, recordReport } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();

/** Posts accepts that were asked for so many minutes ago; answers how many grants the user has then. */
async function grantsOf(minutesAgo: readonly number[]): Promise<number> {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  const nowMs = Date.now();
  for (const minutes of minutesAgo)
    await recordReport(ledger.hotPath, {
      ...{ appId: app.appId, userId, requestId: uuidv7(), page: null, purpose: null },
      askedAt: new Date(nowMs - minutes * 60_000),
      results: { 'tpl-1': 'accept' },
    });
  return (await ledger.grants(userId)).length;
}

const days = (count: number) => Array.from({ length: count }, (_, day) => (count - day) * 1_440);

test('when a phone was offline for a week, then each of the accepts it posts at once counts', async () => {
  expect(await grantsOf([...days(7), 50, 44, 38, 32, 26, 20, 14, 8, 2])).toBe(16);
});

test('when many were asked for within a minute, then five count, however late they are posted', async () => {
  const burst = Array.from({ length: 8 }, (_, at) => 3_000 - at / 60);
  expect(await grantsOf(burst)).toBe(5);
});

test('when asks are said to lie in the future, then they are of the minute they came in', async () => {
  expect(await grantsOf([0, -60, -120, -180, -240, -300, -360])).toBe(5);
});

test('when a client says another time for each, then a hundred count in an hour', async () => {
  expect(await grantsOf(days(110))).toBe(100);
});
