import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { insertPush } from '../test-support/insert-rows.ts';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import { createPushRepository } from './push.repository.ts';

const { core } = await openTestCore();
const pushes = createPushRepository(core);
const { query } = core.database;
const [appId, otherId] = ['wx-test', 'wx-other'];
const everything = { appIds: [appId, otherId], from: null, to: null, limit: 100_000 };

/** One after the other, so that the newest is the last. */
async function die(count: number, row: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1)
    ids.push(await insertPush(core, { state: 'dead', ended_at: new Date(), ...row }));
  return ids;
}

beforeAll(async () => {
  const apps = createAppRepository(core);
  for (const id of everything.appIds) await apps.create({ appId: id, name: id, appSecret: 'x' });
});

describe('dead letters by cause', () => {
  it('are counted by app, template, reason and errcode, most first, with the newest of each', async () => {
    const data = { code: 'template-data-invalid', errcode: 47003, message: 'x' };
    const wrong = await die(3, { reason: data });
    const other = await die(2, { reason: data, app_id: otherId });
    const [silent] = await die(1, { reason: { code: 'unconfirmed', message: 'y' } });
    await die(1, { state: 'expired', reason: data });
    const { groups, isCapped } = await pushes.groupDead(everything);
    expect(isCapped).toBe(false);
    expect(groups).toMatchObject([
      { appId, reason: data.code, errcode: 47003, count: 3, sampleId: wrong[2] },
      { appId: otherId, reason: data.code, errcode: 47003, count: 2, sampleId: other[1] },
      { appId, reason: 'unconfirmed', errcode: null, count: 1, sampleId: silent },
    ]);
    const [group] = groups;
    expect(group!.oldestAt.getTime()).toBeLessThanOrEqual(group!.newestAt.getTime());
  });

  it('beyond the limit are not counted, which is told', async () => {
    const { groups, isCapped } = await pushes.groupDead({ ...everything, limit: 4 });
    expect(isCapped).toBe(true);
    expect(groups.map(({ count }) => count).toSorted()).toEqual([1, 1, 2]);
  });

  it('of a span are those made in it', async () => {
    const { groups } = await pushes.groupDead({ ...everything, to: new Date(Date.now() - 60_000) });
    expect(groups).toEqual([]);
  });

  it('with the longest text that WeChat may send fit into their index', async () => {
    // Nothing that compresses.
    const han = [...randomBytes(1_000)].map(
      (byte, at) => 0x4e00 + ((byte * 79 + at * 31) % 20_000),
    );
    const message = String.fromCodePoint(...han).slice(0, 500);
    await die(1, { reason: { code: 'unconfirmed', message: `WeChat reported: ${message} (-1).` } });
  });

  it('are read from their index alone', async () => {
    const [sample] = await die(1, { reason: { code: 'unconfirmed', message: 'y' } });
    await query(
      `insert into pushes (id, app_id, template_id, caller_id, data, lang, miniprogram_state, on_no_grant, on_unconfirmed,
         ttl_seconds, state, reason, due_at, expires_at, ended_at)
       select new_uuid_v7(), app_id, template_id, caller_id, data, lang, miniprogram_state, on_no_grant, on_unconfirmed,
         ttl_seconds, state, reason, due_at, expires_at, ended_at
       from pushes, generate_series(1, 20000) where id = $1`,
      [sample],
    );
    await query('vacuum (analyze) pushes');
    const call = `group_dead_letters(array['${appId}'], null, null, 100000)`;
    const [answer] = await query<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(
      `explain (analyze, buffers, format json) select ${call}`,
    );
    const { Plan } = answer!['QUERY PLAN'][0]!;
    const [table] = await query<{ pages: number }>(
      `select relpages as pages from pg_class where relname = 'pushes'`,
    );
    expect(Plan['Shared Hit Blocks']! + Plan['Shared Read Blocks']!).toBeLessThan(table!.pages);
  });
});
