import {
  circuitState,
  createCircuit,
  enterCircuit,
  leaveCircuit,
  type Circuit,
  type CircuitState,
  type RoadNews,
} from '@yuexin/domain';
import type { Clock } from '@yuexin/telemetry';
import type { Random } from '../flow/jitter.ts';

/** Leave to make one attempt. Bring it back with `leave`, the sooner the better. */
export type Pass = { appId: string; isProbe: boolean; isBack: boolean };

export type WechatGate = {
  /** A pass, at once while WeChat answers; while nobody knows, after those who went ahead; else how long to stay away. */
  enter(
    appId: string,
  ): Promise<{ kind: 'pass'; pass: Pass } | { kind: 'stay-away'; forMs: number }>;
  /** What the attempt learned. Only the first call for a pass counts. */
  leave(pass: Pass, news: RoadNews): void;
  states(): { appId: string; state: CircuitState }[];
};

export type GateNews = {
  /** WeChat is not there: nothing is tried for `forMs`. `isFirst`: it was there until now. */
  opened(appId: string, opening: { forMs: number; isFirst: boolean }): void;
  /** WeChat answered: for the first time since failures, or since this process runs. */
  answered(appId: string, before: { wasOpen: boolean }): void;
};

type Entry = { circuit: Circuit; hasAnswered: boolean; waiting: (() => void)[] };

/** One circuit for each app (domain's), and those who wait before it. A process's own: see ADR 0011. */
export function createWechatGate(deps: {
  /** Aborted when the process stops taking: nobody waits any longer. */
  stopTaking: AbortSignal;
  news: GateNews;
  clock: Pick<Clock, 'monotonicMs'>;
  random: Random;
}): WechatGate {
  const { clock, stopTaking } = deps;
  const entries = new Map<string, Entry>();
  const entryOf = (appId: string): Entry => {
    const found = entries.get(appId);
    if (found !== undefined) return found;
    const entry = { circuit: createCircuit(), hasAnswered: false, waiting: [] };
    entries.set(appId, entry);
    return entry;
  };
  stopTaking.addEventListener('abort', () => {
    for (const entry of entries.values()) wake(entry);
  });

  return {
    enter: async (appId) => {
      const entry = entryOf(appId);
      for (;;) {
        if (stopTaking.aborted) return { kind: 'stay-away', forMs: 0 };
        const { ruling, circuit } = enterCircuit(entry.circuit, clock.monotonicMs());
        entry.circuit = circuit;
        if (ruling.kind === 'go') {
          return { kind: 'pass', pass: { appId, isProbe: ruling.isProbe, isBack: false } };
        }
        if (ruling.kind === 'stay-away') return ruling;
        await new Promise<void>((resolve) => entry.waiting.push(resolve));
      }
    },
    leave: (pass, news) => {
      if (pass.isBack) return;
      pass.isBack = true;
      const { appId, isProbe } = pass;
      const entry = entryOf(appId);
      const before = entry.circuit;
      const nowMs = clock.monotonicMs();
      entry.circuit = leaveCircuit(before, { isProbe, news, nowMs, random: deps.random });
      if (news !== 'nothing') tell(deps.news, { appId, entry, before, nowMs });
      wake(entry);
    },
    states: () => {
      const nowMs = clock.monotonicMs();
      return [...entries].map(([appId, { circuit }]) => ({
        appId,
        state: circuitState(circuit, nowMs),
      }));
    },
  };
}

/** Lets those who wait look again. */
function wake(entry: Entry): void {
  for (const go of entry.waiting.splice(0)) go();
}

function tell(
  news: GateNews,
  change: { appId: string; entry: Entry; before: Circuit; nowMs: number },
): void {
  const { appId, entry, before, nowMs } = change;
  const { circuit } = entry;
  if (circuit.openings > before.openings) {
    const forMs = (circuit.openUntilMs ?? 0) - nowMs;
    news.opened(appId, { forMs, isFirst: before.openings === 0 });
  }
  // Failures count up from the last answer: none now means that this was one.
  if (circuit.failures === 0 && (before.failures > 0 || !entry.hasAnswered)) {
    entry.hasAnswered = true;
    news.answered(appId, { wasOpen: before.openUntilMs !== null });
  }
}
