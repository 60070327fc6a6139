import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { canCancel, canFollow, isEndState, pushTransitions } from './push-transitions.ts';
import { pushStates, type PushState } from './vocabulary.ts';

const drawing = readFileSync(new URL('../../../docs/push-states.md', import.meta.url), 'utf8');
const drawn = [...drawing.matchAll(/^ {4}(\S+) --> ([\w[\]*]+)/gm)].map(
  ([, from, to]) => `${String(from)} -> ${String(to)}`,
);

describe('the states of a push', () => {
  test('docs/push-states.md draws exactly the table', () => {
    const table = Object.entries(pushTransitions).flatMap(([from, tos]) =>
      tos.map((to) => `${from} -> ${to}`),
    );
    const states = drawn.filter((line) => !line.includes('[*]'));
    expect(states.toSorted()).toEqual(table.toSorted());
  });

  test('the drawing begins where accept puts a push and ends in the end states', () => {
    expect(drawn.filter((line) => line.startsWith('[*]'))).toEqual(
      ['scheduled', 'queued', 'parked'].map((state) => `[*] -> ${state}`),
    );
    expect(drawn.filter((line) => line.endsWith('[*]'))).toEqual(
      pushStates.filter(isEndState).map((state) => `${state} -> [*]`),
    );
  });

  test('every state that is not an end leads to an end (P2)', () => {
    const reaches = (state: PushState, seen: readonly PushState[] = []): boolean =>
      isEndState(state) ||
      pushTransitions[state].some((to) => !seen.includes(to) && reaches(to, [...seen, state]));
    expect(pushStates.filter((state) => !reaches(state))).toEqual([]);
  });

  test('every open push may turn out to be delivered', () => {
    const open = pushStates.filter((state) => !isEndState(state));
    expect(open.filter((state) => !canFollow(state, 'sent'))).toEqual([]);
  });

  test('scheduled, parked, queued and retrying may be cancelled, nothing else', () => {
    expect(pushStates.filter(canCancel)).toEqual(['scheduled', 'parked', 'queued', 'retrying']);
  });

  test('only a dead push leaves its end', () => {
    const from = (state: PushState) => pushStates.filter((to) => canFollow(state, to));
    expect(from('dead')).toEqual(['parked', 'queued', 'sent', 'cancelled']);
    expect([...from('sent'), ...from('expired'), ...from('cancelled')]).toEqual([]);
  });
});
