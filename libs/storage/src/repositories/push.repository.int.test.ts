import { beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { insertAttempt, insertPush, insertRow } from '../test-support/insert-rows.ts';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import type { PushFilter } from './push-conditions.ts';
import { createPushRepository } from './push.repository.ts';
import { createUserRepository } from './user.repository.ts';

const { core } = await openTestCore();
const pushes = createPushRepository(core);
const users = createUserRepository(core);
const caller = '00000000-0000-7000-8000-00000000000a';
const phone = '+8613800000001';

beforeAll(async () => {
  const apps = createAppRepository(core);
  for (const appId of ['wx-test', 'wx-other']) {
    await apps.create({ appId, name: appId, appSecret: 'x' });
  }
});

const idsOf = async (filter: PushFilter) =>
  (await pushes.list({ filter, limit: 50, cursor: null })).items.map((push) => push.id);

describe('a push', () => {
  it('when it is found, then every field is as stored, Chinese, emoji and long texts included', async () => {
    const user = await users.register('wx-test', 'o-find');
    const data = { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '👨‍👩‍👧‍👦'.repeat(500) } };
    const metadata = { 备注: '尽快', nested: { list: [1, 'two', null] } };
    const at = new Date('2026-02-03T04:05:06.789Z');
    const id = await insertPush(core, {
      ...{ user_id: user.id, data, metadata, page: 'pages/详情?id=1', biz_id: '货-42' },
      ...{ priority: 1, state: 'dead', reason: { code: 'expired', message: '过期' } },
      ...{ delivery: 'failed', cycle: 2, attempts: 1, due_at: at, expires_at: at, sent_at: at },
    });
    const push = await pushes.find(id);
    expect(push).toMatchObject({
      ...{ id, appId: 'wx-test', userId: user.id, openid: 'o-find', phone: null, unionid: null },
      ...{ data, metadata, page: 'pages/详情?id=1', bizId: '货-42', priority: 'high' },
      ...{ state: 'dead', reason: { code: 'expired', message: '过期' }, delivery: 'failed' },
      ...{ cycle: 2, attempts: 1, lastAttempt: null, dueAt: at, expiresAt: at, sentAt: at },
      ...{ confirmedAt: null, sendAt: null, ttlSeconds: 604_800, lang: 'zh_CN' },
      ...{ onNoGrant: 'park', onUnconfirmed: 'reconcile', miniprogramState: 'formal' },
    });
  });

  it('when it is addressed to a phone nobody has, then the phone is readable and there is no openid', async () => {
    const id = uuidv7();
    const place = { table: 'pushes', column: 'to_phone_cipher', owner: id } as const;
    await insertPush(core, {
      id,
      to_phone_hash: await core.phoneIndex.hash(phone),
      to_phone_cipher: core.vault.encrypt(phone, place),
    });
    expect(await pushes.find(id)).toMatchObject({ phone, openid: null, userId: null });
  });

  it('when it was tried, then the newest attempt is the last one', async () => {
    const id = await insertPush(core, {});
    const at = new Date('2026-02-03T04:05:06.789Z');
    await insertAttempt(core, { push_id: id, number: 1, errcode: -1, finished_at: at });
    await insertAttempt(core, {
      ...{ push_id: id, number: 2, errcode: 43101, rid: 'r-2', msgid: '9007199254740993' },
      finished_at: at,
    });
    expect((await pushes.find(id))!.lastAttempt).toEqual({
      ...{ errcode: 43101, rid: 'r-2', msgid: '9007199254740993', at },
    });
  });

  it('when many are asked for, then they come in the order asked without the unknown', async () => {
    const [one, two] = [await insertPush(core, {}), await insertPush(core, {})];
    const found = await pushes.findMany([two, uuidv7(), one]);
    expect(found.map((push) => push.id)).toEqual([two, one]);
    expect(await pushes.findMany([])).toEqual([]);
    expect(await pushes.find(uuidv7())).toBeNull();
  });
});

describe('lists', () => {
  it('when pushes arrive between the pages, then every older one is shown once, newest first', async () => {
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) made.push(await insertPush(core, { caller_id: caller }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await pushes.list({ filter: { callerId: caller }, limit: 3, cursor });
      seen.push(...page.items.map((push) => push.id));
      cursor = page.nextCursor;
      await insertPush(core, { caller_id: caller });
    } while (cursor !== null);
    expect(seen).toEqual(made.toReversed());
  });

  it('when the cursor is not of this list, then the request is invalid', async () => {
    await expect(pushes.list({ filter: {}, limit: 3, cursor: 'abc' })).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });
});

describe('filters', () => {
  const ids: Record<string, string> = {};
  const minutes = (minute: number) => new Date(Date.now() + minute * 60_000);

  beforeAll(async () => {
    const bound = await users.recordLogin({
      ...{
        appId: 'wx-test',
        openid: 'o-f',
        unionid: null,
        phone: '+8613900000001',
        at: new Date(),
      },
    });
    const same = await users.register('wx-other', 'o-f');
    const make = async (name: string, row: Record<string, unknown>) => {
      ids[name] = await insertPush(core, { template_id: 'f', ...row });
    };
    await make('user', { user_id: bound.user.id, biz_id: 'biz-1' });
    await make('otherApp', { app_id: 'wx-other', user_id: same.id, biz_id: 'biz-1' });
    await make('phone', { to_phone_hash: await core.phoneIndex.hash('+8613900000001') });
    await make('dead', { state: 'dead', caller_id: uuidv7() });
    await make('parked', { state: 'parked' });
    await make('old', { id: uuidv7({ msecs: minutes(-60).getTime() }), created_at: minutes(-60) });
    await insertAttempt(core, { push_id: ids.dead, errcode: 40003, rid: 'rid-1' });
    await insertAttempt(core, { push_id: ids.parked, number: 1, errcode: 40003 });
    await insertAttempt(core, { push_id: ids.parked, number: 2, errcode: 0, rid: 'rid-2' });
  });

  const f: PushFilter = { templateId: 'f' };
  it.each<[string, PushFilter, string[]]>([
    ['template', f, ['parked', 'dead', 'phone', 'otherApp', 'user', 'old']],
    ['app', { ...f, appIds: ['wx-other'] }, ['otherApp']],
    [
      'several apps',
      { ...f, appIds: ['wx-other', 'wx-test'], bizId: 'biz-1' },
      ['otherApp', 'user'],
    ],
    ['no app at all', { ...f, appIds: [] }, []],
    ['state', { ...f, states: ['dead', 'parked'] }, ['parked', 'dead']],
    ['openid in any app', { ...f, openid: 'o-f' }, ['otherApp', 'user']],
    ['openid in one app', { ...f, openid: 'o-f', appIds: ['wx-test'] }, ['user']],
    ['phone, bound or addressed', { ...f, phone: '+8613900000001' }, ['phone', 'user']],
    ['phone nobody has', { ...f, phone: '+8613900000002' }, []],
    ['biz id', { bizId: 'biz-1' }, ['otherApp', 'user']],
    ['errcode of any attempt', { ...f, errcode: 40003 }, ['parked', 'dead']],
    ['errcode 0', { ...f, errcode: 0 }, ['parked']],
    ['rid', { rid: 'rid-1' }, ['dead']],
    ['from', { ...f, from: minutes(-30) }, ['parked', 'dead', 'phone', 'otherApp', 'user']],
    ['to', { ...f, to: minutes(-30) }, ['old']],
    ['window without any', { ...f, from: minutes(-30), to: minutes(-29) }, []],
    ['everything together', { ...f, states: ['dead'], errcode: 40003, rid: 'rid-1' }, ['dead']],
    ['caller nobody is', { ...f, callerId: uuidv7() }, []],
  ])('when filtered by %s, then exactly those are listed', async (_, filter, names) => {
    expect(await idsOf(filter)).toEqual(names.map((name) => ids[name]));
  });
});

describe('history', () => {
  it('when things happened to a push, then each list tells them oldest first', async () => {
    const user = await users.register('wx-test', 'o-h');
    const grantId = uuidv7();
    await insertRow(core, 'grants', {
      ...{ id: grantId, app_id: 'wx-test', user_id: user.id, template_id: 'tpl-1' },
      ...{ state: 'spent', evidence: 'both', obtained_at: new Date() },
    });
    const id = await insertPush(core, { user_id: user.id, grant_id: grantId, state: 'sent' });
    const first = await insertAttempt(core, {
      ...{ push_id: id, number: 1, outcome: 'unconfirmed', cause: 'timeout', token_generation: 3 },
    });
    await insertAttempt(core, { push_id: id, number: 2, outcome: 'accepted', grant_id: grantId });
    const changes = [
      ['queued', 'unconfirmed', 'worker', 1],
      ['unconfirmed', 'sent', 'event', 2],
    ] as const;
    for (const [from_state, to_state, actor, minute] of changes.toReversed()) {
      const at = new Date(Date.UTC(2026, 0, 1, 8, minute));
      await insertRow(core, 'push_transitions', {
        ...{ id: uuidv7(), push_id: id, at, from_state, to_state, actor },
      });
    }
    await insertRow(core, 'sent_event_items', {
      ...{ id: uuidv7(), event_id: uuidv7(), app_id: 'wx-test', openid: 'o-h' },
      ...{ template_id: 'tpl-1', msgid: '7', error_code: '0', error_status: 'success' },
      ...{ event_at: new Date(), attempt_id: first },
    });
    await insertRow(core, 'audit', {
      ...{ id: uuidv7(), actor: 'key:x', action: 'replay', target: `push:${id}` },
    });
    const history = await pushes.history(id);
    expect(history!.push).toEqual(await pushes.find(id));
    expect(history!.attempts).toMatchObject([
      { number: 1, outcome: 'unconfirmed', cause: 'timeout', isLate: false, tokenGeneration: 3 },
      { number: 2, outcome: 'accepted', grantId },
    ]);
    expect(history!.transitions).toMatchObject([
      { from: 'queued', to: 'unconfirmed', actor: 'worker', reason: null },
      { from: 'unconfirmed', to: 'sent', actor: 'event' },
    ]);
    expect(history!.grants).toMatchObject([{ id: grantId, state: 'spent' }]);
    expect(history!.sentEvents).toMatchObject([{ msgid: '7', errorCode: '0' }]);
    expect(history!.operatorActions).toMatchObject([{ action: 'replay' }]);
  });

  it('when nothing happened yet, then the lists are empty; an unknown push has no history', async () => {
    const id = await insertPush(core, {});
    const empty = {
      attempts: [],
      transitions: [],
      grants: [],
      sentEvents: [],
      operatorActions: [],
    };
    expect(await pushes.history(id)).toMatchObject(empty);
    expect(await pushes.history(uuidv7())).toBeNull();
  });
});
