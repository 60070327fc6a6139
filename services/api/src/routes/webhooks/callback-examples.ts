import { shownPushExample, type CallbackBody } from '@yuexin/callbacks';
import type { PushCallbackType } from '@yuexin/domain';
import { shownEndpointExample } from './endpoint.schema.ts';

export const sentAt = '2026-01-05T08:00:01.000Z';
const { appId, templateId } = shownPushExample;

const sent = {
  ...{ state: 'sent', delivery: 'pending', attempts: 1, sentAt, updatedAt: sentAt },
  lastAttempt: { errcode: 0, msgid: '3954874567898742784', at: sentAt },
};
const refused = {
  ...{ code: 'template-data-invalid', errcode: 47003, message: 'A value breaks its rule.' },
};

/** What differs from a push that waits in its queue. */
const pushes: Readonly<Record<PushCallbackType, object>> = {
  'push.sent': sent,
  'push.confirmed': { ...sent, delivery: 'confirmed', confirmedAt: '2026-01-05T08:00:02.000Z' },
  'push.undelivered': { ...sent, delivery: 'failed' },
  'push.parked': {
    ...{ state: 'parked', reason: { code: 'no-grant', message: 'The user has no grant.' } },
  },
  'push.unconfirmed': {
    ...{ state: 'unconfirmed', attempts: 1 },
    reason: { code: 'unconfirmed', message: 'WeChat did not answer in time.' },
  },
  'push.dead': {
    ...{ state: 'dead', attempts: 1, reason: refused },
    lastAttempt: { errcode: 47003, rid: '6629d1a8-2e3b1c4d-5f6a7b8c', at: sentAt },
  },
  'push.expired': {
    ...{ state: 'expired', reason: { code: 'expired', message: 'Its time to live is over.' } },
  },
  'push.cancelled': {
    ...{ state: 'cancelled', reason: { code: 'cancelled', message: 'It was cancelled.' } },
  },
};

const examplesOfPushes = Object.entries(pushes).map(([type, change]) => [
  type,
  { ...{ type, timestamp: sentAt, sequence: 1 }, data: { ...shownPushExample, ...change } },
]);

/** One body of each type. */
export const callbackExamples = {
  ...(Object.fromEntries(examplesOfPushes) as Record<PushCallbackType, object>),
  'grant.received': {
    ...{ type: 'grant.received', timestamp: sentAt },
    data: {
      ...{ id: 'grt_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', appId, templateId },
      ...{ openid: shownPushExample.to.openid, evidence: 'reported', obtainedAt: sentAt },
    },
  },
  'app.paused': {
    ...{ type: 'app.paused', timestamp: sentAt },
    data: {
      appId,
      pause: {
        kind: 'quota-daily',
        reason: { code: 'quota-daily', errcode: 45009, message: 'The day’s quota is used up.' },
        until: '2026-01-05T16:00:00.000Z',
      },
    },
  },
  'webhook.test': {
    ...{ type: 'webhook.test', timestamp: sentAt },
    data: { endpointId: shownEndpointExample.id },
  },
} satisfies Record<CallbackBody['type'], object>;
