import { callFunction } from '../hot-path/call-function.ts';
import type { StorageCore } from '../storage-core.ts';
import type {
  CallbackDelivery,
  CallbackResult,
  DisabledEndpoint,
  TakenCallback,
} from './callback-delivery.ts';
import { readTaken, type ToldCallback } from './read-taken.ts';

/** Calls under way to one endpoint, by all processes. */
const inFlightMax = 4;
/** For a job to reach a worker. */
const offerLeaseMs = 20_000;
/** For a call, which takes 15 s at most, and what it learned. */
const callLeaseMs = 30_000;
/** An endpoint that has failed so long, without one success, is told nothing more. */
const disableAfter = '5 days';

/** The functions that move callbacks (sql/functions). */
export function createCallbackDelivery({
  database,
  vault,
}: Pick<StorageCore, 'database' | 'vault'>): CallbackDelivery {
  const { query } = database;
  const read = (told: ToldCallback): TakenCallback => readTaken(told, vault);

  return {
    offer: (limit) =>
      callFunction(query, {
        name: 'offer_callbacks',
        parameters: ['integer', 'integer', 'integer'],
        values: [limit, inFlightMax, offerLeaseMs],
      }),
    async take(callbackIds) {
      const taken = await callFunction<ToldCallback[]>(query, {
        name: 'take_callbacks',
        parameters: ['uuid[]', 'integer'],
        values: [callbackIds, callLeaseMs],
      });
      return taken.map(read);
    },
    async settle(results, { takesNext }) {
      const { next, disabled } = await callFunction<{
        next: ToldCallback[];
        disabled: DisabledEndpoint[];
      }>(query, {
        name: 'settle_callbacks',
        parameters: ['json', 'integer', 'integer', 'interval'],
        values: [
          ...[JSON.stringify(results.map(writeRow)), takesNext ? inFlightMax : 0],
          ...[callLeaseMs, disableAfter],
        ],
      });
      return { next: next.map(read), disabled };
    },
    recover: (limit) =>
      callFunction<number>(query, {
        name: 'recover_callbacks',
        parameters: ['integer'],
        values: [limit],
      }),
    disableKeyless: () =>
      callFunction<DisabledEndpoint[]>(query, {
        name: 'disable_keyless_endpoints',
        parameters: [],
        values: [],
      }),
  };
}

function writeRow({ callbackId, decision, durationMs, ...result }: CallbackResult): object {
  return {
    callback_id: callbackId,
    ...result,
    duration_ms: Math.round(durationMs),
    verdict: decision.verdict,
    next_at: decision.nextAt,
    blocked_until: decision.blockedUntil,
  };
}
