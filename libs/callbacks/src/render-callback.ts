import { showId, TEST_CALLBACK_TYPE, type PushCallbackType } from '@yuexin/domain';
import type { CallbackContent, PushRow } from '@yuexin/storage';
import type { z } from 'zod';
import type { CallbackBody, pauseCallbackBody } from './callback-body.schema.ts';
import { presentPush } from './present-push.ts';

/**
 * The body of a callback (contract 9). Of a push it is the push as it was at that instant; `push` is the row as it is now.
 * Null when the push is no more.
 */
export function renderCallback(
  callback: CallbackContent,
  push: PushRow | null,
): CallbackBody | null {
  if (callback.pushId === null) return renderWithoutPush(callback);
  if (push === null) return null;
  return {
    // What is told of a push has one of its types, and its place.
    type: callback.type as PushCallbackType,
    timestamp: callback.at.toISOString(),
    sequence: callback.sequence ?? 0,
    data: presentPush(asItWas(callback, push)),
  };
}

function renderWithoutPush({ type, at, appId, ...callback }: CallbackContent): CallbackBody {
  const timestamp = at.toISOString();
  if (type === TEST_CALLBACK_TYPE)
    return { type, timestamp, data: { endpointId: showId('endpoint', callback.endpointId) } };
  if (type === 'app.paused') {
    const { until, ...pause } = callback.snapshot as PauseSnapshot;
    const shown = { ...pause, until: instantOf(until)?.toISOString() ?? null };
    return { type, timestamp, data: { appId: appId ?? '', pause: shown } };
  }
  const { grantId, templateId, evidence, obtainedAt } = callback.snapshot as GrantSnapshot;
  return {
    type: 'grant.received',
    timestamp,
    data: {
      id: showId('grant', grantId),
      ...{ appId: appId ?? '', templateId, openid: callback.openid, evidence },
      obtainedAt: new Date(obtainedAt).toISOString(),
    },
  };
}

/** As PostgreSQL writes it: `until` in the zone of the session. */
type PauseSnapshot = z.output<typeof pauseCallbackBody>['data']['pause'];

type GrantSnapshot = {
  grantId: string;
  templateId: string;
  evidence: 'reported' | 'witnessed';
  obtainedAt: string;
};

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

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function asItWas(callback: CallbackContent, push: PushRow): PushRow {
  const was = callback.snapshot as PushSnapshot;
  const { state, reason, delivery, attempts, cycle, lastAttempt } = was;
  return {
    ...push,
    ...{ state, reason, delivery, attempts, cycle },
    expiresAt: new Date(was.expiresAt),
    updatedAt: new Date(was.updatedAt),
    sentAt: instantOf(was.sentAt),
    confirmedAt: instantOf(was.confirmedAt),
    lastAttempt: lastAttempt === null ? null : { ...lastAttempt, at: new Date(lastAttempt.at) },
  };
}
