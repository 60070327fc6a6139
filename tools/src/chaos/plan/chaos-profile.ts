/** What a run consists of, before anything is drawn. */
export type ChaosProfile = {
  name: ProfileName;
  topology: Topology;
  seconds: number;
  users: number;
  operationsPerSecond: number;
  workers: readonly string[];
  /** How long one send may take, and how long silence is waited for: small, so that a short run settles. */
  sendTimeoutMs: number;
  reconcileWindowMs: number;
};

export const profileNames = ['mixed', 'redis-outage', 'stall'] as const;
export type ProfileName = (typeof profileNames)[number];

/** What PostgreSQL and Redis are made of. */
export const topologies = [
  ...(['single', 'pgbouncer', 'standby', 'cluster', 'sentinel', 'valkey'] as const),
] as const;
export type Topology = (typeof topologies)[number];

/** `libs/queue` holds a job's lock this long (15 s) and looks for stalled jobs every 5 s. */
export const JOB_LOCK_MS = 15_000;
/** The lease of a send is its timeout and this (design 9). */
const LEASE_MARGIN_MS = 5_000;

export const leaseMs = (profile: ChaosProfile): number => profile.sendTimeoutMs + LEASE_MARGIN_MS;

export function createProfile(given: {
  name: ProfileName;
  topology?: Topology;
  seconds: number;
  users: number;
  operationsPerSecond: number;
}): ChaosProfile {
  return {
    ...given,
    topology: given.topology ?? 'single',
    workers: ['worker-1', 'worker-2', 'worker-3'],
    // A token that comes back is tried again after 1-2 s (design 7), which counts for the send's time.
    sendTimeoutMs: 2_500,
    reconcileWindowMs: 4_000,
  };
}
