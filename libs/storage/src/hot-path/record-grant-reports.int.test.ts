import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { GrantReport, GrantReportResult } from '../hot-path.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath } = ledger;

const reportOf = (appId: string, userId: string, change: Partial<GrantReport> = {}) => ({
  ...{ appId, userId, requestId: uuidv7(), page: null, askedAt: null },
  results: { 'tpl-1': 'accept' as const },
  ...change,
});

const recorded = (result: GrantReportResult | Error | undefined): GrantReportResult => {
  if (result === undefined || result instanceof Error) throw result ?? new Error('No answer.');
  return result;
};

describe('Reports recorded together', () => {
  test('when they are of many users in no order, then each gets its own answer and releases its own parked push', async () => {
    const app = await ledger.newApp();
    const users = await Promise.all(Array.from({ length: 20 }, () => app.newUser()));
    const parked = new Map<string, string>();
    for (const userId of users.slice(0, 10)) parked.set(userId, await app.push(userId));
    const shuffled = users.toReversed();
    const results = await hotPath.recordGrantReports(
      shuffled.map((userId) => reportOf(app.appId, userId)),
    );
    for (const [index, userId] of shuffled.entries()) {
      const released = parked.get(userId);
      expect(recorded(results[index])).toMatchObject({
        recorded: 1,
        isReplay: false,
        balances: { 'tpl-1': 1 },
        released: released === undefined ? [] : [released],
      });
    }
  });

  test('when one is there twice, then it counts once, and the later gets the first one’s answer', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const report = reportOf(app.appId, userId);
    const results = await hotPath.recordGrantReports([report, report]);
    expect(results.map((result) => recorded(result).isReplay)).toEqual([false, true]);
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when a user is unknown, or one report cannot be stored, then only that one fails', async () => {
    const app = await ledger.newApp();
    const [first, second] = [await app.newUser(), await app.newUser()];
    const results = await hotPath.recordGrantReports([
      reportOf(app.appId, first),
      reportOf(app.appId, uuidv7()),
      reportOf(app.appId, second, { page: 'a\u0000b' }),
      reportOf(app.appId, second),
    ]);
    expect(
      results.map((result) => (result instanceof Error ? result.message : 'recorded')),
    ).toEqual([
      'recorded',
      'The user is not known in this app.',
      expect.stringContaining('cannot be stored'),
      'recorded',
    ]);
    expect(await ledger.grants(second)).toEqual(['available']);
  });

  test('when there are none, then nothing is asked', async () => {
    expect(await hotPath.recordGrantReports([])).toEqual([]);
  });
});
