import { describe, expect, test } from '@jest/globals';
import type { PushHistory } from '@yuexin/storage';
import { stateChangesOf } from './state-changes.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 8, 0, second));
const push = { createdAt: at(0), state: 'queued' } as PushHistory['push'];
const attempt = (startedAt: Date, outcome: string | null, finishedAt: Date | null) =>
  ({ startedAt, outcome, finishedAt }) as PushHistory['attempts'][number];
const change = (second: number, from: string, to: string) =>
  ({
    at: at(second),
    from,
    to,
    reason: null,
    actor: 'worker',
    evidence: null,
    replayId: null,
  }) as PushHistory['transitions'][number];

const told = (history: Partial<PushHistory>) =>
  stateChangesOf({
    push,
    attempts: [],
    transitions: [],
    grants: [],
    sentEvents: [],
    operatorActions: [],
    refusals: [],
    callbacks: [],
    ...{ duplicates: null, replaced: [] },
    ...history,
  }).map(({ from, to }) => `${from ?? '-'} ${to}`);

describe('the states of a push', () => {
  test('when nothing happened yet, then it is in the state it was accepted in', () => {
    expect(told({ push: { ...push, state: 'scheduled' } })).toEqual(['- scheduled']);
  });

  test('when it went straight out, then attempts tell of sending and sent', () => {
    expect(
      told({ push: { ...push, state: 'sent' }, attempts: [attempt(at(1), 'accepted', at(2))] }),
    ).toEqual(['- queued', 'queued sending', 'sending sent']);
  });

  test('when it parked, was released, failed and was retried, then all is told in order', () => {
    expect(
      told({
        push: { ...push, state: 'sent' },
        transitions: [
          change(1, 'parked', 'queued'),
          change(3, 'sending', 'retrying'),
          change(4, 'retrying', 'queued'),
        ],
        attempts: [attempt(at(2), 'refused', at(3)), attempt(at(5), 'accepted', at(6))],
      }),
    ).toEqual([
      '- parked',
      'parked queued',
      'queued sending',
      'sending retrying',
      'retrying queued',
      'queued sending',
      'sending sent',
    ]);
  });

  test('when it died, a late answer came, and it was replayed, then each life is told and the answer ends none', () => {
    expect(
      told({
        push: { ...push, state: 'parked' },
        transitions: [
          change(2, 'sending', 'unconfirmed'),
          change(3, 'unconfirmed', 'dead'),
          change(9, 'dead', 'parked'),
        ],
        attempts: [{ ...attempt(at(1), 'accepted', at(8)), isLate: true }],
      }),
    ).toEqual([
      ...['- queued', 'queued sending', 'sending unconfirmed', 'unconfirmed dead', 'dead parked'],
    ]);
  });

  test('when evidence ended it as sent, then that is told once, by its row', () => {
    expect(
      told({
        push: { ...push, state: 'sent' },
        transitions: [change(2, 'sending', 'unconfirmed'), change(9, 'unconfirmed', 'sent')],
        attempts: [attempt(at(1), 'accepted', at(9))],
      }),
    ).toEqual(['- queued', 'queued sending', 'sending unconfirmed', 'unconfirmed sent']);
  });
});
