import { renderCallback } from '@yuexin/callbacks';
import { showId } from '@yuexin/domain';
import type { CallbackRow, CallbackTryRow, PushRow } from '@yuexin/storage';

/** A callback with its body and what its endpoint answered. `push`: the one it tells of, as it is now. */
export function presentCallback(row: CallbackRow, push: PushRow | null) {
  return {
    ...presentCallbackHead(row),
    endpointId: showId('endpoint', row.endpointId),
    pushId: row.pushId === null ? null : showId('push', row.pushId),
    appId: row.appId,
    nextAt: row.nextAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    body: renderCallback(row, push),
    tries: row.tries.map(presentTry),
  };
}

/** What a timeline tells as well. */
export function presentCallbackHead(
  row: Pick<CallbackRow, 'id' | 'type' | 'sequence' | 'at' | 'state' | 'attempts'>,
) {
  return {
    id: showId('callback', row.id),
    type: row.type,
    sequence: row.sequence,
    at: row.at.toISOString(),
    state: row.state,
    attempts: row.attempts,
  };
}

/** One call and its answer. */
export function presentTry(row: CallbackTryRow) {
  const { number, at, durationMs, status, error, answer } = row;
  return { number, at: at.toISOString(), durationMs, status, error, answer };
}
