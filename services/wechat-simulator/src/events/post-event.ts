import type { Outgoing } from '../create-outgoing.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import { addressEvent, createStamp } from './address-event.ts';
import type { EventRecord } from './event-record.ts';

export type PostDeps = { outgoing: Outgoing; clock: { now(): Date } };

/** One try, written down; true when it was answered in time with a 2xx. Never rejects. */
export async function postEvent(
  deps: PostDeps,
  { app, record }: { app: SimApp; record: EventRecord },
): Promise<boolean> {
  const now = deps.clock.now();
  const at = now.toISOString();
  try {
    const { settings } = app;
    const post = addressEvent({ settings, event: record.event, stamp: createStamp(now) });
    const { status } = await deps.outgoing.request({
      method: 'POST',
      url: post.url,
      headers: { 'content-type': post.contentType },
      body: post.body,
      timeoutMs: settings.eventTimeoutMs,
    });
    record.tries.push({ at, status, error: null });
    return status >= 200 && status < 300;
  } catch (error) {
    record.tries.push({ at, status: null, error: (error as Error).message });
    return false;
  }
}
