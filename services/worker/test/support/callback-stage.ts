import type { CallbackType } from '@yuexin/domain';
import type { CallbackRow, Storage, WebhookEndpointRow } from '@yuexin/storage';
import { eventually } from '@yuexin/testkit';
import { acceptPushesIn, newPush, type SeededApp } from './seed-app.ts';
import type { TestBed } from './test-bed.ts';

/** Whose pushes `newPush` makes. */
const testCallerId = '00000000-0000-7000-8000-000000000001';

export type Staged = { endpoint: WebhookEndpointRow; secret: string };

/** An endpoint of this app alone, so that tests do not hear of each other. */
export async function openEndpoint(
  storage: Pick<Storage, 'webhookEndpoints'>,
  app: SeededApp,
  given: { url: string; events?: CallbackType[]; callerId?: string },
): Promise<Staged> {
  const { url, events = ['push.cancelled'], callerId = testCallerId } = given;
  const made = await storage.webhookEndpoints.create({
    ...{ callerId, url, events, appIds: [app.appId], most: 1_000 },
  });
  return { endpoint: made!.row, secret: made!.secret };
}

/** The cheapest thing that can be told: a push that is cancelled. Resolves to its id. */
export async function cancelOne(
  storage: Storage,
  app: SeededApp,
  { callerId = testCallerId }: { callerId?: string } = {},
): Promise<string> {
  const sendAt = new Date(Date.now() + 3_000_000);
  const [pushId] = await acceptPushesIn(storage, [newPush(app, { sendAt, callerId })]);
  await storage.hotPath.cancelPush({ pushId: pushId!, actor: 'test' });
  return pushId!;
}

/** Resolves to the one callback of this push once it is as asked. */
export function untilCallback(
  storage: Pick<Storage, 'callbacks'>,
  pushId: string,
  isAsAsked: (callback: CallbackRow) => boolean,
  timeoutMs = 20_000,
): Promise<CallbackRow> {
  return eventually(
    async () => {
      const [callback] = await storage.callbacks.listOfPush(pushId);
      if (callback !== undefined && isAsAsked(callback)) return callback;
      throw new Error(`The callback is not so: ${JSON.stringify(callback)}`);
    },
    { timeoutMs, intervalMs: 50 },
  );
}

/** As if the time of every wait had come. */
export async function passTime({ testDatabase }: Pick<TestBed, 'testDatabase'>): Promise<void> {
  await testDatabase.run(
    `update callbacks set next_at = clock_timestamp() where state = 'waiting' and lease_until is null`,
  );
}
