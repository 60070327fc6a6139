import { findReplayObstacle } from '@yuexin/domain';
import type { DeadPage, DeadPush, ReplayPreview } from '@yuexin/storage';

export type ReplayTally = {
  add(page: DeadPage): void;
  counts(): Omit<ReplayPreview, 'isCapped'>;
};

/** What PostgreSQL calls the supply of a standing grant, which never runs out and is not spent. */
const endless = 2_147_483_647;

type Supply = { free: number; turns: number };

/**
 * Counts what a replay would do, in the order in which it would do it: pushes of one key share its grants, the first come first,
 * but for what is kept for their purpose.
 * Each push is counted once; `mayDuplicate` counts those left out, or, where duplicates are allowed, tells how many
 * of the others may be duplicates.
 */
export function createReplayTally(input: { allowsDuplicates: boolean }): ReplayTally {
  const counts = {
    ...{ matched: 0, wouldSend: 0, wouldPark: 0, wouldFailAgain: 0, mayDuplicate: 0 },
    ...{ alreadyDelivered: 0, grantsSpent: 0 },
  };
  const supplies = new Map<string, Supply>();

  /** What serves a push; how much it is is told with the first one, whatever becomes of that. */
  const supplyOf = (name: string, free: number | null): Supply => {
    const supply = supplies.get(name) ?? { free: free ?? 0, turns: 0 };
    supplies.set(name, supply);
    return supply;
  };
  /** What is kept for its purpose, and what is free. */
  const suppliesOf = ({ userId, templateId, free, purpose, kept }: DeadPush) => {
    const key = `${userId} ${templateId}`;
    const own = purpose === null ? null : supplyOf(`${key} for ${purpose}`, kept);
    return { own, shared: supplyOf(key, free) };
  };

  const place = (push: DeadPush, { own, shared }: ReturnType<typeof suppliesOf>): void => {
    const key = own !== null && own.free > own.turns ? own : shared;
    key.turns += 1;
    const hasGrant = key.free >= key.turns;
    if (!hasGrant && push.onNoGrant === 'reject') counts.wouldFailAgain += 1;
    else if (!hasGrant && push.onNoGrant === 'park') counts.wouldPark += 1;
    else counts.wouldSend += 1;
    if (hasGrant && key.free < endless) counts.grantsSpent += 1;
  };

  const weigh = (push: DeadPush, isFailing: boolean): void => {
    counts.matched += 1;
    const found = suppliesOf(push);
    if (push.verdict === 'delivered') counts.alreadyDelivered += 1;
    else if (isFailing || push.verdict === 'recipient-erased') counts.wouldFailAgain += 1;
    else {
      if (push.verdict === 'may-duplicate') counts.mayDuplicate += 1;
      if (push.verdict === 'free' || input.allowsDuplicates) place(push, found);
    }
  };

  return {
    add: ({ pushes, templates }) => {
      const templateOf = new Map(templates.map((template) => [template.templateId, template]));
      for (const push of pushes) {
        const template = templateOf.get(push.templateId) ?? null;
        weigh(push, findReplayObstacle({ ...push, template }) !== null);
      }
    },
    counts: () => ({ ...counts }),
  };
}
