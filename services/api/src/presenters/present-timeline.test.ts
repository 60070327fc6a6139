import { describe, expect, test } from '@jest/globals';
import type { PushHistory } from '@yuexin/storage';
import { presentTimeline } from './present-timeline.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 8, 0, second));
const push = {
  ...{ id: 'p', state: 'sent', createdAt: at(0), updatedAt: at(2), expiresAt: at(9) },
  ...{ phone: null, openid: null, reason: null, delivery: null, lastAttempt: null },
  ...{ data: {}, sendAt: null, sentAt: null, confirmedAt: null, choices: null },
} as PushHistory['push'];
const attempt = {
  ...{ id: 'a', number: 1, outcome: 'accepted', startedAt: at(1), finishedAt: at(2) },
} as PushHistory['attempts'][number];

describe('a timeline', () => {
  test('when an attempt and a change of state are of one instant, then the cause is told before its effect', () => {
    const { data } = presentTimeline({
      ...{ push, attempts: [attempt], transitions: [], grants: [] },
      ...{ sentEvents: [], operatorActions: [], refusals: [], callbacks: [] },
      ...{ duplicates: null, replaced: [] },
    });
    const told = data.map((entry) => (entry.kind === 'state' ? `state ${entry.to}` : entry.kind));
    expect(told).toEqual([
      'state queued',
      'state sending',
      'attempt-started',
      'attempt-finished',
      'state sent',
    ]);
  });
});
