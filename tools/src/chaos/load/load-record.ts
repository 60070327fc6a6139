import type { PlannedPush, PlannedTap } from '../plan/plan-load.ts';

/** What the clients of a run were told, which is what they may rely on. */
export type LoadRecord = {
  /** A 202 for this push; asked twice, it may be told twice. */
  accept(push: PlannedPush, told: { id: string; state: string }): void;
  /**
   * Refused at the door, by the problem's code. `unheard`: tries before or beside this one of which nobody knows. For want of a grant at the
   * last of several tries only that one is refused: a former one may reach the api late, when a grant is there.
   */
  refuse(push: PlannedPush | null, code: string, unheard?: number): void;
  /** WeChat granted; the report, if any, was recorded. */
  tapped(tap: PlannedTap, wasRecorded: boolean): void;
  count(what: string, by?: number): void;
  accepted(): readonly AcceptedPush[];
  /** Codes of what was refused, by tag. */
  refused(): ReadonlyMap<string, string>;
  /** Those whose report was recorded, as the mini program was told. */
  reported(): readonly PlannedTap[];
  counts(): ReadonlyMap<string, number>;
};

export type AcceptedPush = {
  push: PlannedPush;
  pushIds: readonly string[];
  /** The state told first. */
  state: string;
  acceptedAt: number;
};

export function createLoadRecord(): LoadRecord {
  const accepted = new Map<string, AcceptedPush & { pushIds: string[] }>();
  const taps: PlannedTap[] = [];
  const refused = new Map<string, string>();
  const counts = new Map<string, number>();
  const count = (what: string, by = 1): void => {
    counts.set(what, (counts.get(what) ?? 0) + by);
  };
  return {
    accept(push, { id, state }) {
      const known = accepted.get(push.tag);
      if (known === undefined) {
        accepted.set(push.tag, { push, pushIds: [id], state, acceptedAt: Date.now() });
      } else if (!known.pushIds.includes(id)) known.pushIds.push(id);
    },
    refuse(push, code, unheard = 0) {
      count(`refused: ${code}`);
      const isCertain = code !== 'no-grant' || unheard === 0;
      if (push !== null && isCertain) refused.set(push.tag, code);
    },
    tapped(tap, wasRecorded) {
      count('"allow" tapped');
      if (!wasRecorded) return;
      taps.push(tap);
      count('"allow" reported');
    },
    count,
    accepted: () => [...accepted.values()],
    refused: () => refused,
    reported: () => taps,
    counts: () => counts,
  };
}
