import { beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { insertPush } from '../test-support/insert-rows.ts';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import type { PushFilter } from './push-conditions.ts';
import { createPushRepository } from './push.repository.ts';

const { core } = await openTestCore();
const pushes = createPushRepository(core);
const { query } = core.database;

/** A page looks at 20,000. */
const between = 45_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const idAt = (minutes: number) => uuidv7({ msecs: ago(minutes).getTime() });
const old: Record<'expired' | 'parked' | 'dead', string> = { expired: '', parked: '', dead: '' };

/** The pages of a list: the ids of each. */
async function walk(filter: PushFilter, pagesMax = 99): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await pushes.list({ filter, limit: 50, cursor });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null && pages.length < pagesMax);
  return pages;
}

beforeAll(async () => {
  const apps = createAppRepository(core);
  for (const appId of ['wx-test', 'wx-other'])
    await apps.create({ appId, name: appId, appSecret: 'x' });
  for (const state of ['expired', 'parked', 'dead'] as const)
    old[state] = await insertPush(core, { id: idAt(120), state, template_id: 'rare' });
  const sample = await insertPush(core, { id: idAt(100), state: 'sent' });
  await query(
    `insert into pushes (id, app_id, template_id, caller_id, data, lang, miniprogram_state, on_no_grant, on_unconfirmed,
       ttl_seconds, state, due_at, expires_at)
     select (left(uuid_v7_floor(now() - interval '90 minutes' + n * interval '100 ms')::text, 24) || lpad(n::text, 12, '0'))::uuid,
       app_id, template_id, caller_id, data, lang, miniprogram_state, on_no_grant, on_unconfirmed, ttl_seconds, state,
       due_at, expires_at
     from pushes, generate_series(1, $2) n where id = $1`,
    [sample, between],
  );
  await query('vacuum (analyze) pushes');
}, 60_000);

describe('a list of pushes', () => {
  it('when those asked for are far beyond what a page looks at, then pages without any lead to them', async () => {
    const pages = await walk({ states: ['expired'] });
    expect(pages.length).toBe(3);
    expect(pages.flat()).toEqual([old.expired]);
    expect((await walk({ templateId: 'rare' })).flat().toSorted()).toEqual(
      Object.values(old).toSorted(),
    );
  });

  it('when nothing matches, then the walk comes to an end', async () => {
    expect(await walk({ templateId: 'nobody', appIds: ['wx-test'] })).toEqual([[], [], []]);
    expect(await walk({ templateId: 'nobody', appIds: ['wx-other'] })).toEqual([[]]);
    expect(await walk({ templateId: 'nobody', from: ago(1) })).toEqual([[]]);
  });

  it('when everything matches, then each page is full, and each push is shown once', async () => {
    const pages = await walk({ states: ['sent'], appIds: ['wx-test', 'wx-other'] }, 3);
    const ids = pages.flat();
    expect(ids.length).toBe(150);
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
  });

  it.each(['parked', 'dead'] as const)(
    'when few are %s, then they are found at once, however many others came later',
    async (state) => {
      expect(await walk({ states: [state] })).toEqual([[old[state]]]);
      expect(await walk({ states: [state, 'unconfirmed'], templateId: 'rare' })).toEqual([
        [old[state]],
      ]);
      expect(await walk({ states: [state], templateId: 'nobody' })).toEqual([[]]);
    },
  );

  it('when many are dead, then one of another template is found behind them', async () => {
    await query(`update pushes set state = 'dead', ended_at = now() where state = 'sent'`);
    const of = { states: ['dead'], appIds: ['wx-test'], templateId: 'rare' } as const;
    const pages = await walk({ ...of });
    expect(pages.length).toBe(3);
    expect(pages.flat()).toEqual([old.dead]);
  });
});
