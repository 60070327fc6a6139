import type { CallbackType } from '@yuexin/domain';
import {
  createWebhookEndpointRepository,
  type WebhookEndpointRepository,
} from '../repositories/webhook-endpoint.repository.ts';
import type { WebhookEndpointRow } from '../repositories/webhook-endpoint-row.ts';
import type { StorageCore } from '../storage-core.ts';

/** Whose pushes `newPush` of a test ledger are. */
const testCallerId = '00000000-0000-7000-8000-000000000001';

/** An endpoint of the tests' caller; wants everything unless told. */
export async function createEndpoint(
  core: StorageCore,
  change: Partial<Parameters<WebhookEndpointRepository['create']>[0]> = {},
): Promise<WebhookEndpointRow> {
  const made = await createWebhookEndpointRepository(core).create({
    callerId: testCallerId,
    url: 'https://example.com/yuexin',
    events: everything,
    appIds: null,
    most: 1_000,
    ...change,
  });
  return made!.row;
}

const everything: CallbackType[] = [
  ...([
    'push.sent',
    'push.confirmed',
    'push.undelivered',
    'push.parked',
    'push.unconfirmed',
  ] as const),
  ...(['push.dead', 'push.expired', 'push.cancelled', 'grant.received', 'app.paused'] as const),
];

/** `<sequence> <type>` of every callback of a push for this endpoint, in order. */
export async function callbacksOf(
  core: StorageCore,
  endpointId: string,
  pushId: string,
): Promise<string[]> {
  const rows = await core.database.query<{ line: string }>(
    `select sequence || ' ' || type as line from callbacks
     where endpoint_id = $1 and push_id = $2 order by sequence`,
    [endpointId, pushId],
  );
  return rows.map((row) => row.line);
}
