import { describe, expect, test } from '@jest/globals';
import { createProfile } from './chaos-profile.ts';
import { planLoad, type Operation, type PlannedPush } from './plan-load.ts';
import { createSeededRandom } from './seeded-random.ts';

const profile = createProfile({ name: 'mixed', seconds: 300, users: 160, operationsPerSecond: 20 });
const load = planLoad({ random: createSeededRandom(3, 'load'), profile, seed: 3 });

const pushesOf = (operation: Operation): readonly PlannedPush[] => {
  if (operation.kind === 'batch') return operation.pushes;
  return operation.kind === 'push' ? [operation.push] : [];
};
const pushes = load.flatMap(pushesOf);
const taps = load.flatMap((one) => (one.kind === 'tap' ? [{ ...one.tap, atMs: one.atMs }] : []));

describe('the planned load', () => {
  test('when everybody has tapped enough, then nobody taps, and the mini program is opened instead', () => {
    const few = createProfile({ ...profile, users: 1, seconds: 60 });
    const plan = planLoad({ random: createSeededRandom(3, 'load'), profile: few, seed: 3 });
    expect(plan.filter(({ kind }) => kind === 'tap').length).toBeLessThanOrEqual(12);
    expect(plan).toHaveLength(1_200);
  });

  test('comes in order of time, within the run', () => {
    const times = load.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times).toHaveLength(6_000);
    expect(times.at(-1)).toBeLessThanOrEqual(300_000);
  });

  test('gives every push a tag and every tap an id of its own', () => {
    expect(new Set(pushes.map(({ tag }) => tag)).size).toBe(pushes.length);
    expect(new Set(taps.map(({ id }) => id)).size).toBe(taps.length);
  });

  test('has every choice that a caller has', () => {
    const seen = (pick: (push: PlannedPush) => unknown): Set<unknown> => new Set(pushes.map(pick));
    expect(seen((push) => push.onNoGrant)).toEqual(
      new Set([null, 'park', 'reject', 'send-anyway']),
    );
    expect(seen((push) => push.onUnconfirmed)).toEqual(
      new Set([null, 'reconcile', 'hold', 'resend']),
    );
    expect(seen((push) => push.priority)).toEqual(new Set([null, 'high', 'normal', 'low']));
    expect(seen((push) => push.isAskedTwice)).toEqual(new Set([true, false]));
    expect(new Set(taps.map(({ reports }) => reports))).toEqual(new Set([0, 1, 2]));
  });

  test('has at most three "allow" of one user and template in a minute: more would not be counted', () => {
    const times = new Map<string, number[]>();
    for (const { app, user, templateIds, atMs } of taps) {
      for (const id of templateIds) {
        const key = `${app.appId} ${user} ${id}`;
        const recent = (times.get(key) ?? []).filter((at) => at > atMs - 60_000);
        times.set(key, [...recent, atMs]);
        expect(times.get(key)?.length).toBeLessThanOrEqual(3);
      }
    }
  });
});
