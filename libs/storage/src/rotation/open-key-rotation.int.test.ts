import { describe, expect, test } from '@jest/globals';
import {
  createApp,
  createPush,
  createTemplate,
  createTestStorage,
  createUser,
  testMasterKey,
} from '@yuexin/testkit';
import { keyIdOf } from '../crypto/vault.ts';
import { openStorage } from '../open-storage.ts';
import { recordLog } from '../test-support/record-log.ts';
import { openKeyRotation } from './open-key-rotation.ts';
import { sealedTables } from './sealed-tables.ts';

const { storage, testDatabase } = await createTestStorage();
const [fresh, third] = [Buffer.alloc(32, 9), Buffer.alloc(32, 11)];
const phone = '+8613812340000';
const other = '+8613812340001';

const open = (...masterKeys: Buffer[]) =>
  openStorage({
    ...{ databaseUrl: testDatabase.url, poolMax: 4, masterKeys },
    ...{ applicationName: 'yuexin-test', logger: recordLog().logger },
  });

async function rotate(masterKeys: [Buffer, ...Buffer[]], passesMax = 20) {
  const { logger } = recordLog();
  const databaseUrl = testDatabase.url;
  const rotation = openKeyRotation({ databaseUrl, masterKeys, logger, passesMax, pauseMs: 20 });
  try {
    return await rotation.run();
  } finally {
    await rotation.close();
  }
}

const { appId } = await createApp({ storage });
const { templateId } = await createTemplate({ storage, appId });
const { id: userId, openid } = await createUser({ storage, appId, phone });
const leaseId = (await storage.tokens.takeRefreshLease({ appId, generation: 0 }))!;
await storage.tokens.save({
  ...{ appId, accessToken: '86_hush', leaseId },
  expiresAt: new Date(Date.now() + 7_200_000),
});
const parked = await createPush({
  ...{ storage, appId, templateId, userId: null, toPhone: other, onNoGrant: 'park' },
});
const endpoint = (await storage.webhookEndpoints.create({
  callerId: '00000000-0000-7000-8000-000000000001',
  ...{ url: 'https://hooks.example.com/x', events: ['push.sent'], appIds: null, most: 10 },
}))!;
await storage.webhookEndpoints.rotateSecret({
  ...{ id: endpoint.row.id, overlapSeconds: 3_600, endAtOnce: null },
});

test('when a column is sealed, then the rotation knows of it', async () => {
  const columns = await testDatabase.read<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like '%cipher' order by 1`,
  );
  const known = sealedTables.flatMap(({ table, columns: own }) =>
    own.map(({ name }) => `${table}.${name}`),
  );
  expect(columns.map(({ name }) => name)).toEqual(known.sort());
});

describe('the rotation of MASTER_KEY', () => {
  test('when a key in use is not listed, then it is named and nothing is changed', async () => {
    const keyId = keyIdOf(testMasterKey).toString('hex');
    await expect(rotate([fresh, third])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(keyId),
    });
    expect(await storage.users.findByPhone(appId, phone)).toMatchObject([{ openid }]);
  });

  test('when a row is locked, then the others are done, it is told of, and the next run does it', async () => {
    const release = await testDatabase.hold(
      `select 1 from users where id = '${userId}' for update`,
    );
    try {
      await expect(rotate([fresh, testMasterKey], 2)).rejects.toMatchObject({ code: 'conflict' });
    } finally {
      await release();
    }
    expect(await rotate([fresh, testMasterKey])).toEqual({ changed: 1, remaining: 0 });
  });

  test('when it is over, then the new key alone reads everything, phones are found, and once more changes nothing', async () => {
    const alone = open(fresh);
    try {
      expect(await alone.apps.readSecrets(appId)).toMatchObject({
        appSecret: 'test-secret',
        messageToken: 'test-message-token',
      });
      expect(await alone.users.findByPhone(appId, phone)).toMatchObject([{ openid, phone }]);
      expect((await alone.tokens.read(appId))?.accessToken).toBe('86_hush');
      expect((await alone.pushes.find(parked.id))?.phone).toBe(other);
      await expect(storage.apps.readSecrets(appId)).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await alone.close();
    }
    expect(await rotate([fresh])).toEqual({ changed: 0, remaining: 0 });
    const audited = await testDatabase.read<{ after: { changed: number } }>(
      `select after from audit where action = 'master-key.rotate'`,
    );
    expect(audited).toHaveLength(1);
  });

  test('when pushes and logins come meanwhile, then none fails and nothing is left behind', async () => {
    const running = open(third, fresh);
    let isOver = false;
    let made = 0;
    const write = async (): Promise<void> => {
      while (!isOver) {
        made += 1;
        const number = `+86139${String(10_000_000 + made)}`;
        const user = await createUser({ storage: running, appId, phone: number });
        await createPush({ storage: running, appId, templateId, userId: user.id, toPhone: number });
        expect(await running.users.findByPhone(appId, number)).toHaveLength(1);
        await running.apps.readSecrets(appId);
      }
    };
    const writers = [write(), write()];
    const rotated = await rotate([third, fresh]);
    isOver = true;
    await Promise.all(writers);
    await running.close();
    expect(rotated).toMatchObject({ remaining: 0 });
    expect(rotated.changed).toBeGreaterThan(4);
    expect(await rotate([third])).toEqual({ changed: 0, remaining: 0 });
  });
});
