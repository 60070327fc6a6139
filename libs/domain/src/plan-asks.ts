import type { TemplateKind } from './vocabulary.ts';

/** What is known of one template for one user, and what the page wants of it. */
export type AskFact = {
  templateId: string;
  title: string;
  kind: TemplateKind;
  available: number;
  /** Pushes of this user and template that wait for a grant. */
  parked: number;
  hasStandingReject: boolean;
  lastAskedAt: Date | null;
  /** Pop-ups in which the user refused it since it was last accepted. */
  refusalsInRow: number;
  /** Grants the page wants to have in stock; null: the page says nothing about this template. */
  target: number | null;
};

/** Why a template is asked for. */
export type AskReason = 'parked-demand' | 'below-target' | 'never-asked';

export type AskPlan = { templateIds: string[]; reasons: Record<string, AskReason> };

type Wish = { fact: AskFact; reason: AskReason; urgency: number; isPressing: boolean };

const ranks: readonly AskReason[] = ['parked-demand', 'below-target', 'never-asked'];

const dayMs = 86_400_000;
const restDaysMax = 8;

/** "Not this time" (design 6): a day's rest, twice as long after each further refusal. */
function isResting({ lastAskedAt, refusalsInRow }: AskFact, now: Date): boolean {
  if (lastAskedAt === null || refusalsInRow === 0) return false;
  const restMs = dayMs * Math.min(2 ** (refusalsInRow - 1), restDaysMax);
  return now.getTime() < lastAskedAt.getTime() + restMs;
}

function wishFor(fact: AskFact, now: Date): Wish | null {
  const { available, parked, kind } = fact;
  const isRested = !isResting(fact, now);
  if (fact.hasStandingReject) return null;
  if (parked > available) {
    return { fact, reason: 'parked-demand', urgency: parked - available, isPressing: isRested };
  }
  if (fact.target === null) {
    const isNew = fact.lastAskedAt === null && available === 0;
    return isNew ? { fact, reason: 'never-asked', urgency: 0, isPressing: true } : null;
  }
  // A long-term grant stands: one is enough, whatever the page's stock.
  const target = kind === 'long-term' ? Math.min(fact.target, 1) : fact.target;
  if (target <= available) return null;
  const isPressing = isRested && available < target / 2;
  return { fact, reason: 'below-target', urgency: target - available, isPressing };
}

const askedAt = ({ fact }: Wish): number => fact.lastAskedAt?.getTime() ?? 0;

/**
 * What presses first, the most urgent of it first; among equals the one asked longest ago, then by id, so that the same facts give the
 * same plan.
 */
const byUrgency = (one: Wish, other: Wish): number =>
  Number(other.isPressing) - Number(one.isPressing) ||
  ranks.indexOf(one.reason) - ranks.indexOf(other.reason) ||
  other.urgency - one.urgency ||
  askedAt(one) - askedAt(other) ||
  (one.fact.templateId < other.fact.templateId ? -1 : 1);

/**
 * Which templates a page should ask for next (design 6): parked demand first, then stock below the page's target, then what was
 * never asked. At most `askMax`; never one with a standing reject; never two kinds together (client error 20002) nor two equal
 * titles (the client drops all but one): the most urgent decides.
 *
 * A pop-up costs the user's patience however much it asks for (ADR 0025): it is planned only where something presses, which is parked
 * demand, a stock below half of its target, or a template never asked for, unless it rests after a refusal. What merely could be asked
 * for fills the places that are left.
 */
export function planAsks(input: { facts: readonly AskFact[]; askMax: number; now: Date }): AskPlan {
  const { facts, askMax, now } = input;
  const wishes = facts.map((fact) => wishFor(fact, now)).filter((wish) => wish !== null);
  const chosen: Wish[] = [];
  for (const wish of wishes.sort(byUrgency)) {
    const fits = chosen.every(
      ({ fact }) => fact.kind === wish.fact.kind && fact.title !== wish.fact.title,
    );
    const isWorthIt = wish.isPressing || chosen.length > 0;
    if (isWorthIt && fits && chosen.length < askMax) chosen.push(wish);
  }
  return {
    templateIds: chosen.map(({ fact }) => fact.templateId),
    reasons: Object.fromEntries(chosen.map(({ fact, reason }) => [fact.templateId, reason])),
  };
}
