import { afterAll, expect, test } from '@jest/globals';
import { createQueueHub, migrateQueue } from '@yuexin/queue';
import {
  createApp,
  createPush,
  createTemplate,
  createTestStorage,
  createUser,
  giveGrant,
  uniquePrefix,
} from '@yuexin/testkit';
import { rebuildQueue } from './rebuild-queue.ts';

const { storage, testDatabase } = await createTestStorage();
const queueUrl = process.env.TEST_REDIS_URL ?? testDatabase.url;
await migrateQueue({ url: queueUrl });
const queue = createQueueHub({
  queueUrl,
  prefix: uniquePrefix(),
  logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
});
afterAll(() => queue.close());

test('what is queued and not on its queue is put there; what is there, parked or ended is left alone; a second run adds nothing', async () => {
  await queue.ready(AbortSignal.timeout(30_000));
  const { appId } = await createApp({ storage });
  const { templateId } = await createTemplate({ storage, appId });
  const make = async (hasGrant: boolean) => {
    const { id: userId, openid } = await createUser({ storage, appId });
    if (hasGrant) await giveGrant({ storage, appId, openid, templateId });
    return createPush({ storage, appId, templateId, userId });
  };
  const lost = [await make(true), await make(true)];
  const kept = await make(true);
  await queue.addPushes(appId, [{ pushId: kept.id, cycle: kept.cycle, priority: 'normal' }]);
  await make(false);

  expect(await rebuildQueue({ storage, queue })).toEqual([{ appId, queued: 3, added: 2 }]);
  expect(lost.map(({ state }) => state)).toEqual(['queued', 'queued']);
  const held = await queue.counts(appId);
  expect((held.waiting ?? 0) + (held.prioritized ?? 0)).toBe(3);
  expect(await rebuildQueue({ storage, queue })).toEqual([{ appId, queued: 3, added: 0 }]);
});
