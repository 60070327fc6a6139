import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { insertGrant } from '../test-support/insert-rows.ts';
import { openTestCore, testMasterKey, warmUp } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import { createUserRepository } from './user.repository.ts';

const { core, openAnother } = await openTestCore({ poolMax: 16 });
const users = createUserRepository(core);
const phone = '+8613800000001';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 8, minute));
const login = (
  openid: string,
  given: { phone?: string; unionid?: string; minute?: number; appId?: string } = {},
) =>
  users.recordLogin({
    appId: given.appId ?? 'wx1',
    openid,
    unionid: given.unionid ?? null,
    phone: given.phone ?? null,
    at: at(given.minute ?? 0),
  });

beforeAll(async () => {
  const apps = createAppRepository(core);
  for (const appId of ['wx1', 'wx2']) await apps.create({ appId, name: appId, appSecret: 'x' });
});

describe('logins', () => {
  it('when an openid logs in for the first time, then it is registered', async () => {
    const { user, isNew, isPhoneBound } = await login('o-first');
    expect({ isNew, isPhoneBound }).toEqual({ isNew: true, isPhoneBound: false });
    expect(user).toMatchObject({
      appId: 'wx1',
      openid: 'o-first',
      phone: null,
      lastLoginAt: at(0),
    });
    expect(await users.findByOpenid('wx1', 'o-first')).toEqual(user);
    expect(await users.findById(user.id)).toEqual(user);
  });

  it('when it logs in again, then it is the same user, and each login is noted', async () => {
    const { user, isNew } = await login('o-first', { minute: 1, unionid: 'u-1' });
    expect(isNew).toBe(false);
    expect(user).toMatchObject({ unionid: 'u-1', lastLoginAt: at(1) });
    const noted = await core.database.query('select 1 as n from logins where user_id = $1', [
      user.id,
    ]);
    expect(noted).toHaveLength(2);
    expect((await login('o-first', { minute: 2 })).user.unionid).toBe('u-1');
  });

  it('when a login brings a phone, then it is bound, readable here and nowhere at rest', async () => {
    const { user, isPhoneBound } = await login('o-phone', { phone });
    expect(isPhoneBound).toBe(true);
    expect(user.phone).toBe(phone);
    const [row] = await core.database.query<{ text: string }>(
      'select users::text as text from users where id = $1',
      [user.id],
    );
    expect(row!.text).not.toContain('13800000001');
    expect((await login('o-phone', { minute: 1 })).isPhoneBound).toBe(true);
  });

  it('when a login brings another phone, then the user is found by the new one only', async () => {
    await login('o-moved', { phone: '+8613800000011' });
    await login('o-moved', { phone: '+8613800000012', minute: 1 });
    expect(await users.findByPhone('wx1', '+8613800000011')).toEqual([]);
    expect(await users.findByPhone('wx1', '+8613800000012')).toMatchObject([{ openid: 'o-moved' }]);
  });

  it('when one phone has two openids, then the newest binding is first, also after a rebind', async () => {
    const shared = '+8613800000002';
    await login('o-old', { phone: shared, minute: 1 });
    await login('o-new', { phone: shared, minute: 2 });
    const openids = async () => (await users.findByPhone('wx1', shared)).map((user) => user.openid);
    expect(await openids()).toEqual(['o-new', 'o-old']);
    await login('o-old', { phone: shared, minute: 3 });
    expect(await openids()).toEqual(['o-old', 'o-new']);
    expect((await users.resolve([{ appId: 'wx1', phone: shared }]))[0]!.user!.openid).toBe('o-old');
  });

  it('when the same phone logs in to two apps, then each app knows its own user', async () => {
    await login('o-here', { phone: '+8613800000003' });
    await login('o-there', { phone: '+8613800000003', appId: 'wx2' });
    expect(await users.findByPhone('wx1', '+8613800000003')).toMatchObject([{ openid: 'o-here' }]);
    expect(await users.findByPhone('wx2', '+8613800000003')).toMatchObject([{ openid: 'o-there' }]);
  });

  it('when 16 logins of a new openid race, then one registers it', async () => {
    await warmUp(core, 16);
    const results = await Promise.all(Array.from({ length: 16 }, () => login('o-race')));
    expect(results.filter((result) => result.isNew)).toHaveLength(1);
    expect(new Set(results.map((result) => result.user.id)).size).toBe(1);
  });

  it('when the app is unknown, then it is not found', async () => {
    await expect(login('o-x', { appId: 'wx-none' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('master key rotation', () => {
  it('when a new key is put first, then phones bound before are found, readable and can be rebound', async () => {
    await login('o-rotate', { phone: '+8613800000009' });
    const rotated = createUserRepository(
      openAnother({ masterKeys: [Buffer.alloc(32, 8), testMasterKey] }),
    );
    expect(await rotated.findByPhone('wx1', '+8613800000009')).toMatchObject([
      { openid: 'o-rotate', phone: '+8613800000009' },
    ]);
    await rotated.recordLogin({
      ...{ appId: 'wx1', openid: 'o-rotated', unionid: null, at: at(1) },
      phone: '+8613800000009',
    });
    const found = await rotated.findByPhone('wx1', '+8613800000009');
    expect(found.map((user) => user.openid)).toEqual(['o-rotated', 'o-rotate']);
    await expect(users.findByOpenid('wx1', 'o-rotated')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('import', () => {
  it('when users are imported, then they are answered in order and completed, not emptied', async () => {
    await login('o-known', { unionid: 'u-known', phone: '+8613800000020' });
    const rows = await users.importUsers('wx1', [
      { openid: 'o-imp-2', phone: '+8613800000021', unionid: 'u-2' },
      { openid: 'o-known', phone: null, unionid: null },
      { openid: 'o-imp-1', phone: null, unionid: null },
    ]);
    expect(rows).toMatchObject([
      { openid: 'o-imp-2', phone: '+8613800000021', unionid: 'u-2' },
      { openid: 'o-known', phone: '+8613800000020', unionid: 'u-known' },
      { openid: 'o-imp-1', phone: null, unionid: null },
    ]);
  });

  it('when an openid is given twice, then its last entry counts', async () => {
    const rows = await users.importUsers('wx1', [
      { openid: 'o-twice', phone: null, unionid: 'u-first' },
      { openid: 'o-twice', phone: null, unionid: 'u-last' },
    ]);
    expect(rows.map((row) => row.unionid)).toEqual(['u-last', 'u-last']);
  });

  it('when overlapping imports run in opposite orders at once, then all succeed', async () => {
    await warmUp(core, 4);
    for (let round = 0; round < 3; round += 1) {
      const some = Array.from({ length: 1_000 }, (_, index) => ({
        ...{ openid: `o-mass-${round}-${index}`, phone: null, unionid: `u-${index}` },
      }));
      const orders = [some, some.toReversed(), some.slice(250), some.toReversed().slice(250)];
      const results = await Promise.all(orders.map((order) => users.importUsers('wx1', order)));
      expect(results.map((rows) => rows.length)).toEqual(orders.map((order) => order.length));
    }
  });

  it('when the hot path holds users in the order of their ids, then an import waits behind it and no deadlock comes', async () => {
    const first = await users.register('wx1', 'o-order-z');
    const second = await users.register('wx1', 'o-order-a');
    const lock = 'select id from users where id = $1 for update';
    const bound = [second, first].map(({ openid }) => ({ openid, phone: null, unionid: 'u-o' }));
    const importing = await core.database.transaction(async (query) => {
      await query(lock, [first.id]);
      const waiting = users.importUsers('wx1', bound).then((rows) => rows.length);
      await eventually(async () => {
        const blocked = await core.database.query(
          "select 1 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return blocked.length === 1;
      });
      await query(lock, [second.id]);
      return { waiting };
    });
    expect(await importing.waiting).toBe(2);
  });

  it('when nothing or an unknown app is given, then nothing or not-found is answered', async () => {
    expect(await users.importUsers('wx1', [])).toEqual([]);
    await expect(users.register('wx-none', 'o')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('when an openid is registered twice, then it is one user', async () => {
    const first = await users.register('wx1', 'o-reg');
    expect(await users.register('wx1', 'o-reg')).toEqual(first);
  });
});

describe('resolve', () => {
  it('when a batch of addresses is given, then each is answered in its place', async () => {
    await login('o-res', { phone: '+8613800000031', unionid: 'u-res' });
    const { user: later } = await login('o-res-2', { unionid: 'u-res', minute: 9 });
    await login('o-elsewhere', { appId: 'wx2' });
    const found = await users.resolve([
      { appId: 'wx1', openid: 'o-nobody' },
      { appId: 'wx1', openid: 'o-res' },
      { appId: 'wx1', phone: '+8613800000031' },
      { appId: 'wx1', unionid: 'u-res' },
      { appId: 'wx1', openid: 'o-elsewhere' },
      { appId: 'wx2', phone: '+8613800000031' },
      { appId: 'wx1', openid: 'o-nobody', phone: '+8613800000031' },
    ]);
    const res = await users.findByOpenid('wx1', 'o-res');
    const known = { user: { id: res!.id, openid: 'o-res' }, isElsewhere: false };
    const unknown = { user: null, isElsewhere: false };
    expect(found).toEqual([
      unknown,
      known,
      known,
      { user: { id: later.id, openid: 'o-res-2' }, isElsewhere: false },
      { user: null, isElsewhere: true },
      unknown,
      unknown,
    ]);
  });

  it('when the batch is empty, then so is the answer', async () => {
    expect(await users.resolve([])).toEqual([]);
  });

  it('when users are looked up by unionid, then the last login is first', async () => {
    const found = await users.findByUnionid('wx1', 'u-res');
    expect(found.map((user) => user.openid)).toEqual(['o-res-2', 'o-res']);
  });
});

describe('balances', () => {
  it('when a user holds grants in several states, then they are counted by template', async () => {
    const { user } = await login('o-rich');
    const states = ['available', 'available', 'reserved', 'spent', 'void'];
    for (const state of states) await insertGrant(core, { user_id: user.id, state });
    await insertGrant(core, { user_id: user.id, template_id: 'tpl-2' });
    expect(await users.balances(user.id)).toEqual({
      'tpl-1': { available: 2, reserved: 1, spent: 1, void: 1 },
      'tpl-2': { available: 1, reserved: 0, spent: 0, void: 0 },
    });
  });
});
