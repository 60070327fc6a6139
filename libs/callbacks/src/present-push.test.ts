import { describe, expect, test } from '@jest/globals';
import { presentPush } from './present-push.ts';
import { samplePush as row } from './test-support/sample-push.ts';

const at = new Date('2026-01-05T08:00:00.000Z');
const terms = [
  ...['dedupeKey', 'dedupeUntil', 'replaces', 'supersededBy'],
  ...['fallback', 'usedTemplateId'],
];

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
