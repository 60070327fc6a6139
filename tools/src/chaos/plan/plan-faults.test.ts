import { describe, expect, test } from '@jest/globals';
import { createProfile, JOB_LOCK_MS, leaseMs, type Topology } from './chaos-profile.ts';
import { drawPlan } from './draw-plan.ts';
import { faultKinds, planFaults, type FaultKind } from './plan-faults.ts';
import { createSeededRandom } from './seeded-random.ts';

const options = { seconds: 120, users: 40, operationsPerSecond: 10 } as const;
const profileOf = (seconds: number) => createProfile({ ...options, name: 'mixed', seconds });
const faultsOf = (seed: number, seconds: number) =>
  planFaults({ random: createSeededRandom(seed, 'faults'), profile: profileOf(seconds) });
const seeds = Array.from({ length: 50 }, (_, seed) => seed);

describe('the plan of a run', () => {
  test('when the seed is the same, then so are faults and load; another seed draws others', () => {
    const plan = (seed: number) => drawPlan({ ...options, seed, profile: 'mixed' });
    expect(plan(7)).toEqual(plan(7));
    expect(plan(8).faults).not.toEqual(plan(7).faults);
    expect(plan(8).load).not.toEqual(plan(7).load);
  });

  test.each(seeds)('of two minutes has every kind, all over before its end (seed %i)', (seed) => {
    const faults = faultsOf(seed, 120);
    const kinds = new Set(faults.map(({ kind }) => kind));
    const special = ['redis-outage', 'fail-over-redis', 'restart-pooler', 'promote-standby'];
    expect([...kinds].toSorted()).toEqual(
      faultKinds.filter((kind) => !special.includes(kind)).toSorted(),
    );
    for (const { atMs, forMs } of faults) expect(atMs + forMs).toBeLessThanOrEqual(117_000);
  });

  test.each(seeds)('never hurts a process twice at once, nor all workers (seed %i)', (seed) => {
    const faults = faultsOf(seed, 300);
    const isAmong = (one: (typeof faults)[number], atMs: number): boolean =>
      one.atMs <= atMs && atMs <= one.atMs + one.forMs;
    for (const { atMs } of faults) {
      const hurt = faults.filter((one) => isAmong(one, atMs)).map(({ target }) => target);
      expect(new Set(hurt).size).toBe(hurt.length);
      expect(hurt.filter((target) => target.startsWith('worker-')).length).toBeLessThan(3);
    }
  });

  test('a pause outlasts the lock of a job, a suspension and a stall the lease of a send', () => {
    const lease = leaseMs(profileOf(300));
    for (const { kind, forMs } of seeds.flatMap((seed) => faultsOf(seed, 300))) {
      if (kind === 'pause-worker') expect(forMs).toBeGreaterThan(JOB_LOCK_MS);
      if (kind === 'suspend-worker' || kind === 'stall-worker') {
        expect(forMs).toBeGreaterThan(lease);
      }
    }
  });

  const own: readonly (readonly [Topology, FaultKind])[] = [
    ['pgbouncer', 'restart-pooler'],
    ['standby', 'promote-standby'],
    ['cluster', 'fail-over-redis'],
    ['sentinel', 'fail-over-redis'],
  ];
  test.each(own)('of %s has %s once, also in a run of a minute', (topology, kind) => {
    for (const seed of seeds) {
      const profile = createProfile({ ...options, name: 'mixed', seconds: 60, topology });
      const faults = planFaults({ random: createSeededRandom(seed, 'faults'), profile });
      expect(faults.filter((fault) => fault.kind === kind)).toHaveLength(1);
      // There is one standby, and once it is the primary nothing stands behind it.
      if (topology === 'standby')
        expect(faults.map((one) => one.kind)).not.toContain('restart-postgres');
    }
  });

  test('the special profiles have their one long fault', () => {
    const only = (profile: 'redis-outage' | 'stall') =>
      drawPlan({ ...options, seed: 1, profile }).faults;
    expect(only('redis-outage')).toMatchObject([{ kind: 'redis-outage', forMs: 30_000 }]);
    expect(only('stall')).toMatchObject([{ kind: 'stall-worker', forMs: 60_000 }]);
  });
});
