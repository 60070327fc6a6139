import type { Settlement } from '@yuexin/storage';

/** What an accepted attempt brings to settle. */
export function buildSettlement(change: Partial<Settlement> = {}): Settlement {
  return {
    pushId: '018f0000-0000-7000-8000-000000000001',
    attemptId: '018f0000-0000-7000-8000-0000000000a1',
    attemptNumber: 1,
    outcome: { kind: 'accepted', msgid: '3248682510344192008' },
    errmsg: 'ok',
    httpStatus: 200,
    durationMs: 42,
    finishedAt: new Date('2026-01-05T08:00:01.000Z'),
    tokenGeneration: 1,
    decision: {
      state: 'sent',
      reason: null,
      dueAt: null,
      grantEffect: 'spend',
      countsAsRetry: false,
      countsAsTokenRetry: false,
      refreshToken: false,
      appPause: null,
      templatePause: null,
      alarm: null,
    },
    ...change,
  };
}
