import type { PushRow } from '@yuexin/storage';

const id = '0190a0b0-0000-7000-8000-000000000001';
const at = new Date('2026-01-05T08:00:00.000Z');

/** A push that waits for a grant of somebody known by phone. */
export const samplePush: PushRow = {
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
};
