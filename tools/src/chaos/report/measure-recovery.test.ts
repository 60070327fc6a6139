import { describe, expect, test } from '@jest/globals';
import type { AcceptedPush } from '../load/load-record.ts';
import { mainApp, quotaApp } from '../plan/chaos-apps.ts';
import type { PlannedPush } from '../plan/plan-load.ts';
import { measureRecovery } from './measure-recovery.ts';

const fault = {
  kind: 'restart-redis',
  target: 'redis',
  atMs: 0,
  forMs: 1_000,
  beganAt: 1_000,
  endedAt: 2_000,
} as const;

const accepted = (tag: string, acceptedAt: number, given: Partial<AcceptedPush> = {}) => ({
  push: { tag, app: mainApp } as PlannedPush,
  pushIds: [tag],
  state: 'queued',
  acceptedAt,
  ...given,
});
const sent = (tag: string, at: number) => ({ tag, key: '', at });

describe('recovery', () => {
  test('is from the end of the fault to the first send of a push that was accepted after it', () => {
    const pushes = [accepted('before', 1_500), accepted('a', 2_100), accepted('b', 2_200)];
    const sends = [sent('before', 2_050), sent('a', 2_900), sent('b', 2_600)];
    expect(measureRecovery({ faults: [fault], accepted: pushes, sends })).toEqual([
      { fault, flowsAfterMs: 600, backlogAfterMs: 50 },
    ]);
  });

  test('is unknown when nothing went out after the fault', () => {
    const pushes = [accepted('a', 2_100)];
    expect(measureRecovery({ faults: [fault], accepted: pushes, sends: [] })).toEqual([
      { fault, flowsAfterMs: null, backlogAfterMs: null },
    ]);
  });

  test('counts the first of two sends, no parked push, and no push of another app than the one that was hurt', () => {
    const pushes = [
      accepted('a', 2_100),
      accepted('parked', 2_100, { state: 'parked' }),
      accepted('other', 2_100, { push: { tag: 'other', app: quotaApp } as PlannedPush }),
    ];
    const sends = [sent('parked', 2_200), sent('other', 2_300), sent('a', 3_000), sent('a', 2_500)];
    expect(measureRecovery({ faults: [fault], accepted: pushes, sends })).toMatchObject([
      { flowsAfterMs: 500 },
    ]);
  });
});
