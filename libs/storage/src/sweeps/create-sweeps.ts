import { pauseAlarms, RETRIES_MAX } from '@yuexin/domain';
import { callFunction } from '../hot-path/call-function.ts';
import { callSettling } from '../hot-path/call-settling.ts';
import { readDue, type StoredDuePush } from '../hot-path/due-push.ts';
import type { SweepResult, Sweeps } from '../sweeps.ts';
import type { StorageCore } from '../storage-core.ts';
import { createQueueWatch } from './create-queue-watch.ts';

/** The sweeps of design 11: each one function of sql/functions, bounded, idempotent, safe twice at once. */
export function createSweeps(core: StorageCore): Sweeps {
  const { query } = core.database;
  const sweepWith = async (name: string, ...numbers: number[]): Promise<SweepResult> => {
    const answer = await callSettling<{ touched: number; due: StoredDuePush[] }>(core, {
      name,
      parameters: numbers.map(() => 'integer'),
      values: numbers,
    });
    return { touched: answer.touched, due: readDue(answer.due) };
  };

  const retireWith = (name: string, limit: number, keepDays: readonly number[]): Promise<number> =>
    callFunction<number>(query, {
      name,
      parameters: ['integer', ...keepDays.map(() => 'interval')],
      values: [limit, ...keepDays.map((days) => `${days} days`)],
    });

  return {
    queueDue: (limit) => sweepWith('queue_due_pushes', limit),
    releaseParked: (limit) => sweepWith('sweep_parked_keys', limit),
    attachParked: (limit) => sweepWith('sweep_unattached_pushes', limit),
    expireLeases: (limit) => sweepWith('expire_leases', limit, RETRIES_MAX),
    freeSlots: (limit) => sweepWith('free_slots', limit),
    freeReservations: (limit) => sweepWith('free_reservations', limit),
    judgeUnconfirmed: ({ limit, windowMs }) => sweepWith('judge_unconfirmed', limit, windowMs),
    expirePushes: (limit) => sweepWith('expire_pushes', limit),
    endPauses: () =>
      callFunction<{ appIds: string[]; touched: number }>(query, {
        name: 'end_pauses',
        parameters: ['text[]'],
        values: [pauseAlarms],
      }),
    countMinutes: async ({ keepDays }) => {
      const count = (name: string): Promise<number> =>
        callFunction<number>(query, {
          ...{ name, parameters: ['interval'], values: [`${keepDays} days`] },
        });
      return (await count('count_minutes')) + (await count('count_grant_minutes'));
    },
    ...createQueueWatch(query),
    retire: async ({ limit, keepDays }) => {
      const { pushes, events, audit, heartbeats, reports, evidence, drift, logins } = keepDays;
      const history = await retireWith('retire_history', limit, [
        pushes,
        events,
        audit,
        heartbeats,
      ]);
      const ofGrants = [reports, evidence, drift, audit];
      const ofCallbacks = await retireWith('retire_callback_history', limit, [pushes]);
      const ofLogins = await retireWith('retire_logins', limit, [logins]);
      const grantHistory = await retireWith('retire_grant_history', limit, ofGrants);
      return history + ofCallbacks + ofLogins + grantHistory;
    },
  };
}
