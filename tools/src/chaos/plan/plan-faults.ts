import { JOB_LOCK_MS, leaseMs, type ChaosProfile, type Topology } from './chaos-profile.ts';
import type { SeededRandom } from './seeded-random.ts';

export const faultKinds = [
  'kill-worker',
  'kill-api',
  'pause-worker',
  'suspend-worker',
  'stall-worker',
  'restart-redis',
  'restart-postgres',
  'wechat-busy',
  'wechat-quota',
  'wechat-slow',
  'redis-outage',
  'fail-over-redis',
  'restart-pooler',
  'promote-standby',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One fault: when it begins, how long until its cause is taken away, and what it hits. */
export type PlannedFault = { kind: FaultKind; atMs: number; forMs: number; target: string };

/** Kills and pauses of the queue lock, restarts: each at least once in a run of a minute. */
const mixedKinds = faultKinds.slice(0, faultKinds.indexOf('redis-outage'));

/** What only some topologies have: once in a run each. */
const ownKinds: Record<Topology, readonly FaultKind[]> = {
  single: [],
  valkey: [],
  pgbouncer: ['restart-pooler'],
  standby: ['promote-standby'],
  cluster: ['fail-over-redis'],
  sentinel: ['fail-over-redis'],
};
/** Longer than the others take to notice and to choose another master. */
const FAIL_OVER_MS = 9_000;

/** There is one standby: once it is the primary, that one may not be lost. */
const isPossible = (kind: FaultKind, topology: Topology): boolean =>
  topology !== 'standby' || kind !== 'restart-postgres';

const QUIET_START_MS = 3_000;
const QUIET_END_MS = 3_000;
const GAP_MS = 4_500;
const OUTAGE_MS = 30_000;
const STALL_MS = 60_000;

/**
 * The faults of a run in order of time. Those that last longest (and the quota's, whose pause lasts to the end of its minute)
 * come first, so that a short run has room for them; what does not fit is left out. One fault at a time for each process.
 */
export function planFaults(input: { random: SeededRandom; profile: ChaosProfile }): PlannedFault[] {
  const { random, profile } = input;
  const endMs = profile.seconds * 1_000 - QUIET_END_MS;
  if (profile.name === 'redis-outage') return [single('redis-outage', 'redis', OUTAGE_MS)];
  if (profile.name === 'stall') return [single('stall-worker', 'worker-1', STALL_MS)];
  const slots = Math.max(1, Math.floor((endMs - QUIET_START_MS) / GAP_MS));
  const planned: PlannedFault[] = [];
  const waiting = drawKinds({ random, slots, topology: profile.topology });
  for (let slot = 0; slot < slots; slot += 1) {
    const atMs = QUIET_START_MS + slot * GAP_MS + random.between(0, 1_500);
    // What does not fit here and now waits for a later slot.
    const index = waiting.findIndex((kind) => {
      const forMs = drawLength({ kind, random, profile });
      const target = drawTarget({ kind, random, profile, planned, atMs, forMs });
      if (target === null || atMs + forMs > endMs) return false;
      planned.push({ kind, atMs, forMs, target });
      return true;
    });
    if (index >= 0) waiting.splice(index, 1);
  }
  return planned;
}

const single = (kind: FaultKind, target: string, forMs: number): PlannedFault => ({
  kind,
  target,
  forMs,
  atMs: QUIET_START_MS,
});

/** Every kind once, in a drawn order, then whatever is drawn. */
function drawKinds(input: {
  random: SeededRandom;
  slots: number;
  topology: Topology;
}): FaultKind[] {
  const { random, slots, topology } = input;
  const kinds = mixedKinds.filter((kind) => isPossible(kind, topology));
  const early: FaultKind[] = ['pause-worker', 'wechat-quota', 'suspend-worker'];
  const once = [
    ...random.shuffle(early),
    ...ownKinds[topology],
    ...random.shuffle(kinds.filter((kind) => !early.includes(kind))),
  ];
  const more = Array.from({ length: Math.max(0, slots - once.length) }, () => random.pick(kinds));
  return [...once, ...more];
}

function drawLength(input: {
  kind: FaultKind;
  random: SeededRandom;
  profile: ChaosProfile;
}): number {
  const { kind, random, profile } = input;
  switch (kind) {
    case 'kill-worker':
    case 'kill-api':
      return random.between(300, 3_000);
    case 'pause-worker':
      return JOB_LOCK_MS + random.between(1_000, 4_000);
    case 'suspend-worker':
      return leaseMs(profile) + random.between(300, 3_000);
    case 'stall-worker':
      return leaseMs(profile) + random.between(300, 4_000);
    case 'restart-redis':
      return random.between(100, 2_500);
    case 'restart-postgres':
      return random.between(0, 1_500);
    case 'wechat-busy':
      return random.between(1_500, 4_000);
    case 'wechat-quota':
      return random.between(800, 2_000);
    case 'wechat-slow':
      return random.between(1_500, 4_000);
    case 'redis-outage':
      return OUTAGE_MS;
    case 'fail-over-redis':
      return FAIL_OVER_MS;
    case 'restart-pooler':
    case 'promote-standby':
      return random.between(500, 2_500);
  }
}

function drawTarget(input: {
  kind: FaultKind;
  random: SeededRandom;
  profile: ChaosProfile;
  planned: readonly PlannedFault[];
  atMs: number;
  forMs: number;
}): string | null {
  const { kind, random, profile, planned, atMs, forMs } = input;
  const isFree = (name: string): boolean =>
    planned.every(
      (other) =>
        other.target !== name ||
        // A process needs a moment to be up again.
        atMs > other.atMs + other.forMs + 2_500 ||
        atMs + forMs < other.atMs,
    );
  const wanted = targetsOf(kind, profile);
  const free = wanted.filter(isFree);
  const up = profile.workers.filter(isFree);
  // One worker always goes on: without any, a run shows nothing but waiting.
  if (free.length === 0 || (wanted === profile.workers && up.length < 2)) return null;
  return random.pick(free);
}

function targetsOf(kind: FaultKind, profile: ChaosProfile): readonly string[] {
  switch (kind) {
    case 'kill-api':
      return ['api'];
    case 'restart-redis':
    case 'redis-outage':
    case 'fail-over-redis':
      return ['redis'];
    case 'restart-pooler':
      return ['pooler'];
    case 'promote-standby':
      return ['postgres'];
    case 'restart-postgres':
      return ['postgres-fast', 'postgres-immediate'];
    case 'wechat-busy':
    case 'wechat-quota':
    case 'wechat-slow':
      return ['wechat'];
    case 'kill-worker':
    case 'pause-worker':
    case 'suspend-worker':
    case 'stall-worker':
      return profile.workers;
  }
}
