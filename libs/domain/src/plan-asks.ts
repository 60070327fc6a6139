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
  /** Grants the page wants to have in stock; null: the page says nothing about this template. */
  target: number | null;
};

/** Why a template is asked for. */
export type AskReason = 'parked-demand' | 'below-target' | 'never-asked';

export type AskPlan = { templateIds: string[]; reasons: Record<string, AskReason> };

type Wish = { fact: AskFact; reason: AskReason; urgency: number };

const ranks: readonly AskReason[] = ['parked-demand', 'below-target', 'never-asked'];

function wishFor(fact: AskFact): Wish | null {
  if (fact.hasStandingReject) return null;
  if (fact.parked > fact.available) {
    return { fact, reason: 'parked-demand', urgency: fact.parked - fact.available };
  }
  if (fact.target === null) {
    const isNew = fact.lastAskedAt === null && fact.available === 0;
    return isNew ? { fact, reason: 'never-asked', urgency: 0 } : null;
  }
  // A long-term grant stands: one is enough, whatever the page's stock.
  const target = fact.kind === 'long-term' ? Math.min(fact.target, 1) : fact.target;
  const missing = target - fact.available;
  return missing > 0 ? { fact, reason: 'below-target', urgency: missing } : null;
}

const askedAt = ({ fact }: Wish): number => fact.lastAskedAt?.getTime() ?? 0;

/** Most urgent first; among equals the one asked longest ago, then by id, so that the same facts give the same plan. */
const byUrgency = (one: Wish, other: Wish): number =>
  ranks.indexOf(one.reason) - ranks.indexOf(other.reason) ||
  other.urgency - one.urgency ||
  askedAt(one) - askedAt(other) ||
  (one.fact.templateId < other.fact.templateId ? -1 : 1);

/**
 * Which templates a page should ask for next (design 6): parked demand first, then stock below the page's target, then what was
 * never asked. At most `askMax`; never one with a standing reject; never two kinds together (client error 20002) nor two equal
 * titles (the client drops all but one): the most urgent decides.
 */
export function planAsks(input: { facts: readonly AskFact[]; askMax: number }): AskPlan {
  const wishes = input.facts.map(wishFor).filter((wish) => wish !== null);
  const chosen: Wish[] = [];
  for (const wish of wishes.sort(byUrgency)) {
    const fits = chosen.every(
      ({ fact }) => fact.kind === wish.fact.kind && fact.title !== wish.fact.title,
    );
    if (fits && chosen.length < input.askMax) chosen.push(wish);
  }
  return {
    templateIds: chosen.map(({ fact }) => fact.templateId),
    reasons: Object.fromEntries(chosen.map(({ fact, reason }) => [fact.templateId, reason])),
  };
}
