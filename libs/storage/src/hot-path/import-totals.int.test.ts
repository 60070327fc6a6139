import { describe, expect, test } from '@jest/globals';
import { openTestLedger, type TestApp } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

const row = (
  count: number,
  openid = 'o-1',
  templateId = 'tpl-1',
  grantedAt: Date | null = null,
) => ({
  ...{ openid, templateId, count, grantedAt },
});
const bringAll = async (
  app: TestApp,
  grants: readonly ReturnType<typeof row>[],
): Promise<number> => {
  const result = await hotPath.importGrants({ appId: app.appId, grants, isTotal: true });
  return result.kind === 'imported' ? result.imported : NaN;
};
const held = async (app: TestApp): Promise<unknown[]> =>
  query(
    'select u.openid, g.template_id, count(*) as n from grants g join users u on u.id = g.user_id where g.app_id = $1 group by 1, 2 order by 1, 2',
    [app.appId],
  );

describe('Grants imported as totals', () => {
  test('when the same rows come again, with more and corrected ones, then only what is lacking is added', async () => {
    const app = await ledger.newApp();
    expect(await bringAll(app, [row(2), row(1, 'o-2')])).toBe(3);
    expect(await bringAll(app, [row(2), row(1, 'o-2')])).toBe(0);
    expect(await bringAll(app, [row(1, 'o-2'), row(1, 'o-3'), row(3)])).toBe(2);
    expect(await bringAll(app, [row(1)])).toBe(0);
    expect(await held(app)).toEqual([
      { openid: 'o-1', template_id: 'tpl-1', n: 3 },
      { openid: 'o-2', template_id: 'tpl-1', n: 1 },
      { openid: 'o-3', template_id: 'tpl-1', n: 1 },
    ]);
  });

  test('when a user has several rows, then they add up, and the last of them are the new ones', async () => {
    const app = await ledger.newApp();
    const days = [1, 2, 3].map((day) => new Date(Date.UTC(2026, 0, day)));
    const rows = days.map((day) => row(2, 'o-1', 'tpl-1', day));
    expect(await bringAll(app, rows.slice(0, 1))).toBe(2);
    expect(await bringAll(app, [...rows.slice(0, 1), { ...row(1), grantedAt: days[1]! }])).toBe(1);
    expect(await bringAll(app, rows)).toBe(3);
    const obtained = await query<{ at: Date; n: number }>(
      'select obtained_at as at, count(*) as n from grants where app_id = $1 group by 1 order by 1',
      [app.appId],
    );
    expect(obtained).toEqual(days.map((at) => ({ at, n: 2 })));
  });

  test('when an imported grant was used or voided, then it is not brought again; what the user allowed himself does not count', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const openid = `o-${userId}`;
    await app.report(userId);
    expect(await bringAll(app, [row(1, openid)])).toBe(1);
    await query("update grants set state = 'void' where user_id = $1 and evidence = 'imported'", [
      userId,
    ]);
    expect(await bringAll(app, [row(1, openid)])).toBe(0);
    expect(await ledger.grants(userId)).toEqual(['available', 'void']);
  });

  test('when two imports run at once, then together they add what is lacking once', async () => {
    const app = await ledger.newApp();
    const rows = Array.from({ length: 20 }, (_, at) => row(2, `o-${at}`));
    const added = await Promise.all(Array.from({ length: 4 }, () => bringAll(app, rows)));
    expect(added.reduce((sum, one) => sum + one, 0)).toBe(40);
  });

  test('when the template is long-term, then its one grant is brought once', async () => {
    const app = await ledger.newApp();
    const standing = row(3, 'o-1', app.longTermId);
    expect(await bringAll(app, [standing, standing])).toBe(1);
    expect(await bringAll(app, [standing])).toBe(0);
    expect(await held(app)).toEqual([{ openid: 'o-1', template_id: app.longTermId, n: 1 }]);
  });
});
