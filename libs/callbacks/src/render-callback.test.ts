import { describe, expect, test } from '@jest/globals';
import { callbackTypes, pushCallbackTypes } from '@yuexin/domain';
import type { CallbackContent } from '@yuexin/storage';
import { callbackBody } from './callback-body.schema.ts';
import { renderCallback } from './render-callback.ts';
import { samplePush } from './test-support/sample-push.ts';

const id = '0190a0b0-0000-7000-8000-000000000001';
const at = new Date('2026-01-05T08:00:00.000Z');
const content: CallbackContent = {
  ...{ id, endpointId: id, pushId: null, appId: 'wx1', type: 'webhook.test', sequence: null, at },
  ...{ snapshot: {}, openid: null },
};
const ofPush: CallbackContent = {
  ...{ ...content, pushId: id, sequence: 3 },
  snapshot: {
    ...{ state: 'sent', reason: null, delivery: 'pending', attempts: 1, cycle: 0 },
    ...{ expiresAt: '2026-01-12T16:00:00.123456+08:00', updatedAt: '2026-01-05T08:00:00+00:00' },
    ...{ sentAt: '2026-01-05T08:00:00+00:00', confirmedAt: null },
    lastAttempt: { errcode: 0, rid: null, msgid: '1', at: '2026-01-05T08:00:00+00:00' },
  },
};
const ofGrant: CallbackContent = {
  ...{ ...content, type: 'grant.received', openid: 'o1' },
  snapshot: {
    ...{ grantId: id, userId: id, templateId: 'tpl', evidence: 'witnessed' },
    obtainedAt: '2026-01-05T16:00:00.5+08:00',
  },
};
const ofPause: CallbackContent = {
  ...{ ...content, type: 'app.paused' },
  snapshot: {
    ...{ kind: 'quota-daily', until: '2026-01-06T00:00:00+08:00' },
    reason: { code: 'quota-daily', errcode: 45009, message: 'm' },
  },
};

describe('the body of a callback', () => {
  test.each([
    ...pushCallbackTypes.map((type) => ({ ...ofPush, type })),
    ...[ofGrant, { ...ofGrant, openid: null }, ofPause, content],
  ])('when $type is told, then it is as the schema says, nothing missing, nothing more', (one) => {
    const body = renderCallback(one, samplePush);
    expect(callbackBody.parse(body)).toEqual(body);
    expect(body).toMatchObject({ type: one.type, timestamp: at.toISOString() });
  });

  test('when an instant was written in another zone, then it is told in UTC', () => {
    expect(renderCallback(ofPause, null)).toMatchObject({
      data: { pause: { until: '2026-01-05T16:00:00.000Z' } },
    });
    expect(renderCallback(ofGrant, null)).toMatchObject({
      data: { obtainedAt: '2026-01-05T08:00:00.500Z' },
    });
    expect(renderCallback({ ...ofPush, type: 'push.sent' }, samplePush)).toMatchObject({
      data: { expiresAt: '2026-01-12T08:00:00.123Z' },
    });
  });

  test('when a pause has no end, then null says so', () => {
    const endless = { ...ofPause, snapshot: { ...ofPause.snapshot, until: null } };
    expect(renderCallback(endless, null)).toMatchObject({ data: { pause: { until: null } } });
  });

  test('when the push changed since, then it is told as it was', () => {
    const body = renderCallback({ ...ofPush, type: 'push.sent' }, samplePush);
    expect(body).toMatchObject({ sequence: 3, data: { state: 'sent', attempts: 1 } });
    expect(samplePush).toMatchObject({ state: 'parked', attempts: 0 });
  });

  test('when the push is no more, then there is none', () => {
    expect(renderCallback({ ...ofPush, type: 'push.sent' }, null)).toBeNull();
  });

  test('the schema knows every type and no other', () => {
    const known = callbackBody.options.flatMap(({ shape: { type } }) =>
      'options' in type ? [...type.options] : [...type.values],
    );
    expect(known).toEqual([...callbackTypes, 'webhook.test']);
  });
});
