import {
  createProfile,
  leaseMs,
  type ChaosProfile,
  type ProfileName,
  type Topology,
} from './chaos-profile.ts';
import { planFaults, type PlannedFault } from './plan-faults.ts';
import { planLoad, type Operation } from './plan-load.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Everything that is drawn before a run begins: the same options give the same plan. */
export type ChaosPlan = {
  seed: number;
  profile: ChaosProfile;
  faults: readonly PlannedFault[];
  load: readonly Operation[];
  /** One length for all stalls of a run, since a worker is told it when it starts. */
  stallMs: number;
};

export function drawPlan(options: {
  seed: number;
  seconds: number;
  users: number;
  operationsPerSecond: number;
  profile: ProfileName;
  topology?: Topology;
}): ChaosPlan {
  const { seed } = options;
  const profile = createProfile({ ...options, name: options.profile });
  const drawn = planFaults({ random: createSeededRandom(seed, 'faults'), profile });
  const stallMs = drawn.find((fault) => fault.kind === 'stall-worker')?.forMs ?? leaseMs(profile);
  const faults = drawn.map((fault) =>
    fault.kind === 'stall-worker' ? { ...fault, forMs: stallMs } : fault,
  );
  const load = planLoad({ random: createSeededRandom(seed, 'load'), profile, seed });
  return { seed, profile, faults, load, stallMs };
}
