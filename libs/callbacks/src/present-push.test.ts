import { describe, expect, test } from '@jest/globals';
import { presentPush } from './present-push.ts';
import { samplePush as row } from './test-support/sample-push.ts';

const at = new Date('2026-01-05T08:00:00.000Z');

describe('a push as callers see it', () => {
  test('phone masked, internals left out, what is absent absent', () => {
    const shown = presentPush(row);
    expect(shown.to).toEqual({ phoneMasked: '+86138****1234' });
    expect(JSON.stringify(shown)).not.toMatch(/13800001234|union|caller|"grant"|"user"/);
    for (const absent of ['delivery', 'lastAttempt', 'sentAt', 'confirmedAt'])
      expect(shown).not.toHaveProperty(absent);
    expect(shown).toMatchObject({ page: null, sendAt: null, bizId: null, metadata: null });
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
