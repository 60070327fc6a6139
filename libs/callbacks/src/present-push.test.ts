import { describe, expect, test } from '@jest/globals';
import type { PushRow } from '@yuexin/storage';
import { presentPush } from './present-push.ts';
import { readId, showId } from '@yuexin/domain';

const id = '0190a0b0-0000-7000-8000-000000000001';
const terms = [
  ...['dedupeKey', 'dedupeUntil', 'replaces', 'supersededBy'],
  ...['fallback', 'usedTemplateId'],
];
const at = new Date('2026-01-05T08:00:00.000Z');
const row: PushRow = {
  id,
  appId: 'wx1',
  templateId: 'tpl',
  callerId: 'caller',
  userId: 'user',
  openid: null,
  phone: '+8613800001234',
  unionid: 'union',
  data: { thing1: { value: '一' } },
  page: null,
  lang: 'zh_CN',
  miniprogramState: 'formal',
  priority: 'normal',
  onNoGrant: 'park',
  onUnconfirmed: 'reconcile',
  bizId: null,
  metadata: null,
  ttlSeconds: 60,
  state: 'parked',
  reason: { code: 'no-grant', message: 'none' },
  delivery: null,
  cycle: 0,
  attempts: 0,
  lastAttempt: null,
  grantId: 'grant',
  sendAt: null,
  dueAt: at,
  expiresAt: at,
  sentAt: null,
  confirmedAt: null,
  createdAt: at,
  updatedAt: at,
  dedupeKey: null,
  dedupeUntil: null,
  replaces: null,
  supersededBy: null,
  choices: null,
};

describe('a push as callers see it', () => {
  test('phone masked, internals left out, what is absent absent', () => {
    const shown = presentPush(row);
    expect(shown.to).toEqual({ phoneMasked: '+86138****1234' });
    expect(JSON.stringify(shown)).not.toMatch(/13800001234|union|caller|"grant"|"user"/);
    for (const absent of ['delivery', 'lastAttempt', 'sentAt', 'confirmedAt', ...terms])
      expect(shown).not.toHaveProperty(absent);
    expect(shown).toMatchObject({ page: null, sendAt: null, bizId: null, metadata: null });
  });

  test('when it has turned to a fallback, then it is told as it was asked for, and which template it uses', () => {
    const choices = [
      { templateId: 'asked', data: { thing1: { value: '一' } } },
      { templateId: 'tpl', data: { thing2: { value: '二' } } },
    ];
    const shown = presentPush({ ...row, data: choices[1]!.data, choices });
    expect(shown).toMatchObject({ ...choices[0], fallback: [choices[1]], usedTemplateId: 'tpl' });
  });

  test('when it was tried, then the last attempt is told with what is known of it', () => {
    const lastAttempt = { errcode: 43101, rid: 'a-b-c', msgid: null, at };
    expect(presentPush({ ...row, lastAttempt, attempts: 1 }).lastAttempt).toEqual({
      errcode: 43101,
      rid: 'a-b-c',
      at: at.toISOString(),
    });
  });
});

describe('ids', () => {
  test('when an id is shown, then it reads back; anything else does not', () => {
    expect(readId('push', showId('push', id))).toBe(id);
    for (const wrong of [id, `grt_${id}`, `psh_${id}0`, `psh_${id.toUpperCase()}A`, 'psh_', ''])
      expect(readId('push', wrong)).toBeNull();
  });
});
