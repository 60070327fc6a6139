import { planAsks, type AskFact } from '@yuexin/domain';
import { busiestThree } from '../world/freight-program.ts';
import type { WayOfAsking } from './way-of-asking.ts';

const askMax = 3;

/** What most mini programs do: every button asks for the same templates. */
const sameThree: WayOfAsking = { name: 'same three', choose: () => busiestThree };

const askedAt = (fact: AskFact): number => fact.lastAskedAt?.getTime() ?? 0;

/** What a team does that keeps count: the lowest balances, among equals the one asked longest ago; rejects that stand are left out. */
const emptiest: WayOfAsking = {
  name: 'emptiest',
  choose: ({ facts }) =>
    facts
      .filter(({ hasStandingReject }) => !hasStandingReject)
      .sort((one, other) => one.available - other.available || askedAt(one) - askedAt(other))
      .slice(0, askMax)
      .map(({ templateId }) => templateId),
};

/** The product's own planner, as GET /v1/mp/plan calls it. */
const planner: WayOfAsking = {
  name: 'planner',
  choose: ({ facts, now }) => planAsks({ facts, askMax, now }).templateIds,
};

export const waysOfAsking: readonly WayOfAsking[] = [sameThree, emptiest, planner];
