import { normaliseError, type AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import type { KeyCaller } from '../../http/caller.ts';
import { batchItemBody, idempotencyKeySchema } from '../../routes/pushes/create-push.schema.ts';
import { keyReused, stillRunning, type Accepted, type AcceptPush } from './accept-push.ts';
import { canonicalJson, fingerprintOf } from '../fingerprint.ts';
import type { Idempotency } from './new-push.ts';

export type BatchResult = ({ kind: 'accepted' } & Accepted) | { kind: 'refused'; error: AppError };

export type AcceptPushBatch = (input: {
  caller: KeyCaller;
  /** The whole body, for the fingerprint. */
  body: unknown;
  items: readonly unknown[];
  /** Idempotency-Key of the request. */
  key: string | null;
}) => Promise<{
  results: BatchResult[];
  /** The key came before, and nothing was taken this time. */
  isReplay: boolean;
}>;

/**
 * Takes many pushes, each for itself. A key on the request stands for a key on every item that has none, so that a batch
 * that was cut off half-way can be sent again: what is stored is answered, the rest is taken.
 */
export function createAcceptPushBatch(deps: {
  acceptPush: AcceptPush;
  storage: { idempotency: Storage['idempotency'] };
}): AcceptPushBatch {
  const inFlight = new Set<string>();

  const acceptItem = async (
    caller: KeyCaller,
    item: unknown,
    idempotency: Idempotency | null,
  ): Promise<BatchResult> => {
    try {
      const accepted = await deps.acceptPush({
        caller,
        body: item,
        schema: batchItemBody,
        idempotency,
      });
      return { kind: 'accepted', ...accepted };
    } catch (error) {
      return { kind: 'refused', error: normaliseError(error) };
    }
  };

  const acceptAll: AcceptPushBatch = async ({ caller, body, items, key }) => {
    const whole = key === null ? null : { key, fingerprint: fingerprintOf('batch', body) };
    const isKnown = whole === null ? false : await claimKey(deps, caller, whole);
    const results = await acceptInOrderOfTies(items, (item, index) =>
      acceptItem(caller, item, idempotencyOf({ item, index, whole })),
    );
    throwWhenAllAreShed(results);
    const hasTaken = results.some((result) => result.kind === 'accepted' && !result.isReplay);
    return { results, isReplay: isKnown && !hasTaken };
  };

  return async (input) => {
    if (input.key === null) return acceptAll(input);
    const name = `${input.caller.callerId}\n${input.key}`;
    if (inFlight.has(name)) throw stillRunning();
    inFlight.add(name);
    try {
      return await acceptAll(input);
    } finally {
      inFlight.delete(name);
    }
  };
}

/** A batch of which nothing could be taken is turned away as one, so that the caller reads Retry-After. */
function throwWhenAllAreShed(results: readonly BatchResult[]): void {
  const [first] = results;
  if (first?.kind !== 'refused') return;
  const isShed = (result: BatchResult): boolean =>
    result.kind === 'refused' && result.error.code === 'overloaded';
  if (results.every(isShed)) throw first.error;
}

/** Remembers the body the key came with. Resolves to whether it was used before; throws when it was for another body. */
async function claimKey(
  deps: { storage: { idempotency: Storage['idempotency'] } },
  caller: KeyCaller,
  whole: Idempotency,
): Promise<boolean> {
  const { callerId } = caller;
  const { idempotency } = deps.storage;
  const first = await idempotency.find(callerId, whole.key);
  if (first === null) await idempotency.save({ callerId, ...whole, response: { kind: 'batch' } });
  const kept = first ?? (await idempotency.find(callerId, whole.key));
  if (kept !== null && !kept.fingerprint.equals(whole.fingerprint)) throw keyReused();
  return first !== null;
}

function idempotencyOf(input: {
  item: unknown;
  index: number;
  whole: Idempotency | null;
}): Idempotency | null {
  const { item, index, whole } = input;
  const own = ownKeyOf(item);
  if (own !== null) {
    // As in a request of its own, where the key stands in the header.
    const push = { ...(item as object), idempotencyKey: undefined };
    return { key: own, fingerprint: fingerprintOf('push', push) };
  }
  if (whole === null) return null;
  // A line break is in no key of a caller's, so that these cannot be met by chance.
  return { key: `${whole.key}\n${index}`, fingerprint: fingerprintOf(`batch ${index}`, item) };
}

/** The item's own key when it is one; a wrong one is told with the item's other problems. */
function ownKeyOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !('idempotencyKey' in item)) return null;
  const parsed = idempotencyKeySchema.safeParse(item.idempotencyKey);
  return parsed.success ? parsed.data : null;
}

/** What ties items to one another: the same key, or a place that the newer takes from the older. */
function tiesOf(item: unknown): string[] {
  const own = ownKeyOf(item);
  const ties = own === null ? [] : [`key ${own}`];
  if (typeof item !== 'object' || item === null || !('replaces' in item)) return ties;
  const { replaces, to = null } = item as { replaces: unknown; to?: unknown };
  return [...ties, `replaces ${canonicalJson([replaces, to])}`];
}

/** All at once, but for items that are tied: those follow one another. */
async function acceptInOrderOfTies(
  items: readonly unknown[],
  accept: (item: unknown, index: number) => Promise<BatchResult>,
): Promise<BatchResult[]> {
  const lastOfTie = new Map<string, Promise<unknown>>();
  const results = items.map((item, index) => {
    const ties = tiesOf(item);
    const before = ties.flatMap((tie) => lastOfTie.get(tie) ?? []);
    const result =
      before.length === 0
        ? accept(item, index)
        : Promise.all(before).then(() => accept(item, index));
    for (const tie of ties) lastOfTie.set(tie, result);
    return result;
  });
  return Promise.all(results);
}
