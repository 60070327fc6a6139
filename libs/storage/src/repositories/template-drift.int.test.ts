import { describe, expect, test } from '@jest/globals';
import type { NewPush } from '../hot-path.ts';
import { accepted, openTestLedger, refused } from '../test-support/open-test-ledger.ts';
import type { ListedTemplate } from './template-row.ts';
import { createTemplateRepository } from './template.repository.ts';

const ledger = await openTestLedger();
const templates = createTemplateRepository(ledger.core);

const listed = (change: Partial<ListedTemplate> = {}): ListedTemplate => ({
  ...{ templateId: 'tpl-1', title: 'Goods', kind: 'one-time', content: '', example: '' },
  keywords: [{ key: 'thing1', type: 'thing', label: '线路' }],
  ...change,
});

/** An app whose template has the keyword `thing1`, with a user and a push in each waiting state, one under way, one ended. */
async function setUp() {
  const app = await ledger.newApp();
  await templates.sync(app.appId, [listed()]);
  const userId = await app.newUser();
  const ahead = { sendAt: new Date(Date.now() + 60_000) };
  const push = (change: Partial<NewPush> = {}) =>
    app.push(userId, { data: { thing1: { value: '一' } }, ...change });
  const waiting = {
    scheduled: await push(ahead),
    parked: await push(),
    queued: await push({ onNoGrant: 'send-anyway' }),
    retrying: await push({ onNoGrant: 'send-anyway' }),
  };
  await ledger.settle(await ledger.take(waiting.retrying), refused(-1));
  const over = await push({ onNoGrant: 'send-anyway' });
  await ledger.settle(await ledger.take(over), accepted());
  expect((await ledger.read(waiting.retrying)).state).toBe('retrying');
  return { app, userId, push, waiting };
}

describe('A sync that finds another template', () => {
  test('when it is gone, then all its waiting pushes are hurt, and only they', async () => {
    const { app, waiting } = await setUp();
    const { removed, hurt } = await templates.sync(app.appId, []);
    expect(removed).toEqual(['tpl-1']);
    expect(hurt).toMatchObject([
      { templateId: 'tpl-1', because: 'removed', pushes: 4, isAtLeast: false },
    ]);
    expect([...hurt[0]!.sample].sort()).toEqual(Object.values(waiting).sort());
  });

  test('when it wants another keyword, then those that lack it are hurt', async () => {
    const { app, push } = await setUp();
    await push({ data: { thing1: { value: '一' }, phrase2: { value: '已发货' } } });
    const keywords = [...listed().keywords, { key: 'phrase2', type: 'phrase', label: '状态' }];
    const { changed, hurt } = await templates.sync(app.appId, [listed({ keywords })]);
    expect(changed).toEqual(['tpl-1']);
    expect(hurt).toMatchObject([{ because: 'data', pushes: 4 }]);
  });

  test('when only the wording changed, or a keyword went, then none is hurt', async () => {
    const { app } = await setUp();
    expect((await templates.sync(app.appId, [listed({ title: '新' })])).hurt).toEqual([]);
    expect((await templates.sync(app.appId, [listed({ keywords: [] })])).hurt).toEqual([]);
  });

  test('when very many wait, then they are counted up to a bound, and that is said', async () => {
    const { app, userId } = await setUp();
    await ledger.query(
      `insert into pushes (id, app_id, template_id, caller_id, user_id, data, lang, miniprogram_state, on_no_grant,
         on_unconfirmed, ttl_seconds, state, due_at, expires_at)
       select new_uuid_v7(), $1, 'tpl-1', $2, $2, '{}', 'zh_CN', 'formal', 'park', 'hold', 60, 'parked', now(),
         now() + interval '1 day'
       from generate_series(1, 6000)`,
      [app.appId, userId],
    );
    const { hurt } = await templates.sync(app.appId, []);
    expect(hurt).toMatchObject([{ pushes: 5000, isAtLeast: true }]);
    expect(hurt[0]!.sample).toHaveLength(10);
  });

  test('when it is looked up afterwards, then every change is there, newest first, with what it hurt', async () => {
    const { app } = await setUp();
    await templates.sync(app.appId, [listed({ title: '新' })]);
    await templates.sync(app.appId, []);
    const first = await templates.listChanges({ appId: app.appId, limit: 2, cursor: null });
    expect(first.items).toMatchObject([
      { templateId: 'tpl-1', kind: 'removed', title: '新', hurt: { pushes: 4 } },
      { kind: 'changed', change: { title: { from: 'Goods', to: '新' } }, hurt: null },
    ]);
    const rest = await templates.listChanges({
      ...{ appId: app.appId, limit: 50, cursor: first.nextCursor },
    });
    expect(rest.items.map(({ templateId, kind }) => `${templateId} ${kind}`)).toContain(
      'tpl-long removed',
    );
    expect(rest.nextCursor).toBeNull();
    const other = { appId: (await ledger.newApp()).appId, limit: 50, cursor: null };
    expect((await templates.listChanges(other)).items).toEqual([]);
  });
});

describe('A waiting push whose template is gone', () => {
  test('when it is its turn, then it is sent: WeChat has the last word, and its 40037 makes a dead letter, the grant kept', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await templates.sync(app.appId, []);
    await ledger.settle(await ledger.take(pushId), refused(40037));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'dead',
      reason: { code: 'template-invalid' },
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
    expect(await templates.find(app.appId, 'tpl-1')).toMatchObject({ state: 'removed' });
  });

  test('when it was parked, then an allow of the user still sets it free', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const pushId = await app.push(userId);
    await templates.sync(app.appId, []);
    expect((await app.report(userId)).released).toEqual([pushId]);
    expect((await ledger.claim(pushId, 1)).kind).toBe('claimed');
  });
});
