import { afterAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@yuexin/testkit';
import { openStorage } from './open-storage.ts';
import { testMasterKey } from './test-support/open-test-core.ts';
import { recordLog } from './test-support/record-log.ts';

const testDatabase = await createTestDatabase();
const storage = openStorage({
  ...{ databaseUrl: testDatabase.url, poolMax: 3, masterKeys: [testMasterKey] },
  ...{ applicationName: 'yuexin-test', logger: recordLog().logger },
});
afterAll(async () => {
  await storage.close();
  await testDatabase.drop();
});

const entry = {
  ...{ actor: 'key:a', action: 'app.update', appId: null, before: null, after: null },
  ...{ reason: null, requestId: null },
};
const createApp = (appId: string) =>
  storage.apps.create({ appId, name: 'as it was', appSecret: 's' });

describe('an atomic storage', () => {
  it('when two of them end in a deadlock, then both are done, each once', async () => {
    await createApp('wx-a');
    await createApp('wx-b');
    const arrived = new Map<string, () => void>();
    const bothHoldOne = Promise.all(
      ['wx-a', 'wx-b'].map((id) => new Promise<void>((resolve) => arrived.set(id, resolve))),
    );
    const renameBoth = (first: string, second: string) =>
      storage.atomically(async ({ apps, audit }) => {
        await apps.update(first, { name: `${first} first` });
        arrived.get(first)?.();
        await bothHoldOne;
        await apps.update(second, { name: `${first} first` });
        await audit.append({ ...entry, target: `app:${first}` });
      });
    await Promise.all([renameBoth('wx-a', 'wx-b'), renameBoth('wx-b', 'wx-a')]);
    const { items } = await storage.audit.list({ limit: 9, cursor: null });
    expect(items.map((row) => row.target).toSorted()).toEqual(['app:wx-a', 'app:wx-b']);
    expect((await storage.apps.find('wx-a'))?.name).toBe((await storage.apps.find('wx-b'))?.name);
  });

  it('when the pool has one connection for each, then importing phones waits for no second one', async () => {
    await createApp('wx-phones');
    const imports = ['1', '2', '3', '4', '5', '6'].map((n) =>
      storage.atomically(({ users }) =>
        users.importUsers('wx-phones', [{ openid: n, phone: `+861380000000${n}`, unionid: null }]),
      ),
    );
    expect(await Promise.all(imports)).toHaveLength(6);
    const [found] = await storage.users.findByPhone('wx-phones', '+8613800000003');
    expect(found?.openid).toBe('3');
  });
});
