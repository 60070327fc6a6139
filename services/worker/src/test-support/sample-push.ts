import type { ClaimedPush } from '@yuexin/storage';

/** A push as the claim hands it over. */
export function buildClaimedPush(change: Partial<ClaimedPush> = {}): ClaimedPush {
  return {
    pushId: '018f0000-0000-7000-8000-000000000001',
    appId: 'wx0000000000000001',
    cycle: 0,
    attemptId: '018f0000-0000-7000-8000-0000000000a1',
    attemptNumber: 1,
    userId: '018f0000-0000-7000-8000-0000000000b1',
    openid: 'oExampleOpenid0000000000001',
    templateId: 'nYSAexampleTemplate00000000000000000000000',
    data: { thing1: { value: '钢材 32 吨' } },
    page: null,
    lang: 'zh_CN',
    miniprogramState: 'formal',
    priority: 'normal',
    onNoGrant: 'park',
    onUnconfirmed: 'reconcile',
    hasGrant: true,
    retries: 0,
    tokenRetries: 0,
    earlierAttempts: 0,
    hadUnconfirmed: false,
    hasVerdict: false,
    expiresAt: new Date('2026-01-12T08:00:00.000Z'),
    leaseUntil: new Date('2026-01-05T08:00:15.000Z'),
    ...change,
  };
}
