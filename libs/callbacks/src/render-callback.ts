import { showId, TEST_CALLBACK_TYPE } from '@yuexin/domain';
import type { CallbackContent, PushRow } from '@yuexin/storage';
import { presentPush } from './present-push.ts';

/**
 * The body of a callback (contract 9): `{type, timestamp, sequence?, data}`. Of a push it is the push as it was at that instant;
 * `push` is the row as it is now. Null when the push is no more.
 */
export function renderCallback(callback: CallbackContent, push: PushRow | null): object | null {
  const { type, at, sequence } = callback;
  const head = { type, timestamp: at.toISOString(), ...(sequence !== null && { sequence }) };
  if (callback.pushId === null) return { ...head, data: dataOf(callback) };
  return push === null ? null : { ...head, data: presentPush(asItWas(callback, push)) };
}

function dataOf({ type, appId, snapshot, openid, endpointId }: CallbackContent): object {
  if (type === TEST_CALLBACK_TYPE) return { endpointId: showId('endpoint', endpointId) };
  if (type === 'app.paused') return { appId, pause: snapshot };
  const { grantId, templateId, evidence, obtainedAt } = snapshot as Record<string, string>;
  return {
    id: showId('grant', grantId ?? ''),
    ...{ appId, templateId, openid, evidence },
    obtainedAt: new Date(obtainedAt ?? 0).toISOString(),
  };
}

/** What changes about a push was written down with the callback. */
type PushSnapshot = {
  state: PushRow['state'];
  reason: PushRow['reason'];
  delivery: PushRow['delivery'];
  attempts: number;
  cycle: number;
  expiresAt: string;
  sentAt: string | null;
  confirmedAt: string | null;
  updatedAt: string;
  lastAttempt: {
    errcode: number | null;
    rid: string | null;
    msgid: string | null;
    at: string;
  } | null;
};

function asItWas(callback: CallbackContent, push: PushRow): PushRow {
  const was = callback.snapshot as PushSnapshot;
  const { state, reason, delivery, attempts, cycle, lastAttempt } = was;
  const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
  return {
    ...push,
    ...{ state, reason, delivery, attempts, cycle },
    expiresAt: new Date(was.expiresAt),
    updatedAt: new Date(was.updatedAt),
    sentAt: instant(was.sentAt),
    confirmedAt: instant(was.confirmedAt),
    lastAttempt: lastAttempt === null ? null : { ...lastAttempt, at: new Date(lastAttempt.at) },
  };
}
