import { expect, test } from '@jest/globals';
import { createApp, createTestStorage, createUser, testMasterKey } from '@yuexin/testkit';
import { recordLog } from '../test-support/record-log.ts';
import { inspectSecrets } from './inspect-secrets.ts';

const { storage, testDatabase } = await createTestStorage();
const { logger } = recordLog();
const other = Buffer.alloc(32, 9);
const inspect = (...masterKeys: Buffer[]) =>
  inspectSecrets({ databaseUrl: testDatabase.url, masterKeys, logger });

test('when the key is the right one, then all is opened; when it is missing, then the reason names its id and no secret', async () => {
  expect(await inspect(testMasterKey)).toEqual({ opened: 0, underOlderKey: 0, failures: [] });
  const { appId } = await createApp({ storage });
  await createUser({ storage, appId, phone: '+8613800000000' });

  const right = await inspect(testMasterKey);
  expect(right).toMatchObject({ underOlderKey: 0, failures: [] });
  expect(right.opened).toBeGreaterThanOrEqual(3);

  const wrong = await inspect(other);
  expect(wrong.opened).toBe(0);
  expect(wrong.failures.length).toBeGreaterThan(1);
  for (const { why } of wrong.failures)
    expect(why).toMatch(/^MASTER_KEY does not list the key [0-9a-f]{16} that encrypted /);

  // In the middle of a rotation: the new key is first, everything is under the old one.
  const rotating = await inspect(other, testMasterKey);
  expect(rotating).toEqual({ ...right, underOlderKey: right.opened });
});

test('when a ciphertext was moved to another row, then that is told', async () => {
  const [first, second] = [await createApp({ storage }), await createApp({ storage })];
  await testDatabase.run(`update apps set secret_cipher =
    (select secret_cipher from apps where app_id = '${first.appId}') where app_id = '${second.appId}'`);
  expect((await inspect(testMasterKey)).failures).toEqual([
    { why: 'A ciphertext of apps.secret_cipher was altered or belongs to another row.', count: 1 },
  ]);
});
