import type { AskFact } from '@yuexin/domain';
import type { WayOfAsking } from '../ways/way-of-asking.ts';
import type { Habits } from '../world/draw-habits.ts';
import type { Moment, Tap } from '../world/draw-month.ts';
import { templates } from '../world/freight-program.ts';
import type { Scenario } from '../world/scenario.ts';
import { createPerson, type Choice } from './create-person.ts';
import { createWallet, type WalletCounts } from './create-wallet.ts';

export type MonthCounts = WalletCounts & {
  needs: number;
  /** Calls of wx.requestSubscribeMessage; pop-ups that were shown; pop-ups in which nothing was allowed. */
  asks: number;
  popups: number;
  refusals: number;
  standingRejects: number;
};

/** One user's month under one way of asking. */
export function playMonth(input: {
  habits: Habits;
  moments: readonly Moment[];
  scenario: Scenario;
  way: WayOfAsking;
  endMs: number;
}): MonthCounts {
  const { moments, way, endMs } = input;
  const person = createPerson(input);
  const wallet = createWallet();
  const asked = new Map<string, { at: Date; refusalsInRow: number }>();
  const counts = { needs: 0, asks: 0, popups: 0, refusals: 0 };

  const factsAt = ({ atMs, page }: Tap): AskFact[] =>
    templates.map(({ templateId, title, kind }) => ({
      templateId,
      title,
      kind,
      available: wallet.available(templateId),
      parked: wallet.parked(templateId, atMs),
      hasStandingReject: person.standing.get(templateId) === 'reject',
      lastAskedAt: asked.get(templateId)?.at ?? null,
      refusalsInRow: asked.get(templateId)?.refusalsInRow ?? 0,
      target: page.targets[templateId] ?? null,
    }));
  const note = (templateId: string, choice: Choice, tap: Tap): void => {
    const before = asked.get(templateId)?.refusalsInRow ?? 0;
    const refusalsInRow = choice === 'reject' ? before + 1 : 0;
    asked.set(templateId, { at: new Date(tap.atMs), refusalsInRow });
    if (choice === 'accept') wallet.accept(templateId, tap.atMs);
  };
  const ask = (tap: Tap): void => {
    const chosen = way.choose({ facts: factsAt(tap), now: new Date(tap.atMs) });
    if (chosen.length === 0) return;
    const { results, isShown } = person.answer(chosen, tap);
    counts.asks += 1;
    counts.popups += isShown ? 1 : 0;
    counts.refusals += isShown && !Object.values(results).includes('accept') ? 1 : 0;
    for (const [templateId, choice] of Object.entries(results)) note(templateId, choice, tap);
  };

  for (const moment of moments) {
    if (moment.kind === 'tap') ask(moment);
    else {
      counts.needs += 1;
      wallet.need(moment.templateId, moment.atMs);
    }
  }
  const standingRejects = [...person.standing.values()].filter((one) => one === 'reject').length;
  return { ...counts, ...wallet.count(endMs), standingRejects };
}
