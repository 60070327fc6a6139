import { describe, expect, test } from '@jest/globals';
import type { AcceptResult, NewPush } from '../hot-path.ts';
import { foldRepeats } from './fold-repeats.ts';

const push = (id: string, idempotency: { key: string; body: string } | null, callerId = 'caller') =>
  ({
    id,
    callerId,
    idempotency:
      idempotency === null
        ? null
        : { key: idempotency.key, fingerprint: Buffer.from(idempotency.body) },
  }) as NewPush;

const created = (pushId: string): AcceptResult => ({
  kind: 'created',
  pushId,
  state: 'queued',
  cycle: 0,
  reason: null,
  createdAt: new Date(0),
});

const answer = (pushes: NewPush[], results: Record<string, AcceptResult>): AcceptResult[] => {
  const folded = foldRepeats(pushes);
  return folded.answerAll(new Map(folded.firsts.map((first) => [first, results[first.id]!])));
};

describe('Pushes of one batch', () => {
  test('when none has a key, then all are stored', () => {
    const pushes = [push('1', null), push('2', null)];
    expect(foldRepeats(pushes).firsts).toEqual(pushes);
  });

  test('when callers differ, then equal keys are different keys', () => {
    const pushes = [
      push('1', { key: 'a', body: 'x' }),
      push('2', { key: 'a', body: 'x' }, 'other'),
    ];
    expect(foldRepeats(pushes).firsts).toEqual(pushes);
  });

  test('when a key repeats, then the first is stored and the others are answered as later requests would be', () => {
    const pushes = [
      push('1', { key: 'a', body: 'x' }),
      push('2', null),
      push('3', { key: 'a', body: 'x' }),
      push('4', { key: 'a', body: 'y' }),
    ];
    expect(foldRepeats(pushes).firsts.map((first) => first.id)).toEqual(['1', '2']);
    expect(answer(pushes, { 1: created('1'), 2: created('2') })).toEqual([
      created('1'),
      created('2'),
      { kind: 'replayed', pushId: '1' },
      { kind: 'key-reused', pushId: '1' },
    ]);
  });

  test('when the first itself is a replay or a reuse, then its repeats point to the same push', () => {
    const pushes = [push('1', { key: 'a', body: 'x' }), push('2', { key: 'a', body: 'x' })];
    const replayed = { kind: 'replayed', pushId: '0' } as const;
    expect(answer(pushes, { 1: replayed })).toEqual([replayed, replayed]);
    const reused = { kind: 'key-reused', pushId: '0' } as const;
    expect(answer(pushes, { 1: reused })).toEqual([reused, reused]);
  });

  test('when the first was refused or failed, then so are its repeats: the key is unused', () => {
    const pushes = [push('1', { key: 'a', body: 'x' }), push('2', { key: 'a', body: 'y' })];
    expect(answer(pushes, { 1: { kind: 'no-grant' } })).toEqual([
      { kind: 'no-grant' },
      { kind: 'no-grant' },
    ]);
    const failed = { kind: 'failed', error: new Error('x') } as const;
    expect(answer(pushes, { 1: failed })).toEqual([failed, failed]);
  });

  test('when a first has no answer, then that is a bug and said so', () => {
    const folded = foldRepeats([push('1', null)]);
    expect(() => folded.answerAll(new Map())).toThrow('Push 1 got no answer.');
  });
});
