import type { Habits } from '../world/draw-habits.ts';
import { dayMs, type Tap } from '../world/draw-month.ts';
import { fatigueHalfLifeDays, type Scenario } from '../world/scenario.ts';

export type Choice = 'accept' | 'reject';
/** `isShown`: there was a pop-up; where every template has a standing choice there is none (wechat-facts 4.2). */
export type Answer = { results: Readonly<Record<string, Choice>>; isShown: boolean };

export type Person = {
  answer(templateIds: readonly string[], tap: Tap): Answer;
  /** What wx.getSetting tells. */
  standing: ReadonlyMap<string, Choice>;
};

/** A user before WeChat's pop-up: allows or refuses, unticks, tires of being asked, and now and then keeps the choice for good. */
export function createPerson({ habits, scenario }: { habits: Habits; scenario: Scenario }): Person {
  const standing = new Map<string, Choice>();
  let weariness = 0;
  let wearyAtMs = 0;

  const tire = (atMs: number): number => {
    const before = weariness * 0.5 ** ((atMs - wearyAtMs) / dayMs / fatigueHalfLifeDays);
    weariness = before + 1;
    wearyAtMs = atMs;
    return before;
  };
  const decide = (shown: readonly string[], tap: Tap): Map<string, Choice> => {
    const before = tire(tap.atMs);
    const isAllowing = tap.mood < habits.willingness * (1 - scenario.fatigue) ** before;
    const keeps = isAllowing ? scenario.keepsAccept : scenario.keepsRefusal * (1 + before);
    const choices = new Map<string, Choice>();
    for (const id of shown) {
      const isTicked = isAllowing && (tap.ticks[id] ?? 1) < (habits.interests[id] ?? 0);
      choices.set(id, isTicked ? 'accept' : 'reject');
      if (tap.keeps < keeps) standing.set(id, isTicked ? 'accept' : 'reject');
    }
    return choices;
  };

  return {
    standing,
    answer(templateIds, tap) {
      const settled = new Map(standing);
      const shown = templateIds.filter((id) => !settled.has(id));
      const chosen = shown.length === 0 ? new Map<string, Choice>() : decide(shown, tap);
      const results = templateIds.map((id) => [id, settled.get(id) ?? chosen.get(id) ?? 'reject']);
      return {
        isShown: shown.length > 0,
        results: Object.fromEntries(results) as Answer['results'],
      };
    },
  };
}
