import type { AuditFacts, CellFact, Finding, GrantFact } from './audit-facts.ts';
import { groupBy } from './group-by.ts';

/**
 * Where the two ledgers differ once nothing is open. Explained: grants that neither a report nor an event told us of (dropped
 * events of taps the mini program never reported), what was sent without a grant of ours at the caller's wish, what WeChat's
 * 43101 voided, and what a push that was given up unconfirmed keeps as spent. The rest is drift of our own making.
 */
export function compareLedgers(facts: AuditFacts): { explained: number; unexplained: Finding[] } {
  const grants = groupBy(
    facts.grants.filter((grant) => !grant.isStanding),
    (grant) => grant.key,
  );
  const pushes = new Map(facts.pushes.map((push) => [push.id, push]));
  const sent = new Set(facts.sends.map((send) => send.tag));
  let explained = 0;
  const unexplained: Finding[] = [];
  for (const cell of facts.cells.filter((one) => !one.isStanding)) {
    const ours = grants.get(cell.key) ?? [];
    const wasted = ours.filter((grant) => {
      const push = pushes.get(grant.pushId ?? '');
      const isGivenUp = push?.state === 'dead' && push.reason === 'unconfirmed';
      return grant.state === 'spent' && !isGivenUp && !sent.has(push?.tag ?? '');
    });
    const reasons = [
      ...(wasted.length === 0 ? [] : [`${String(wasted.length)} spent on no message`]),
      ...untold({ facts, cell, ours }),
    ];
    if (reasons.length > 0) unexplained.push({ subject: cell.key, says: reasons.join('; ') });
    else if (availableOf(ours) !== cell.available) explained += 1;
  }
  return { explained, unexplained };
}

const availableOf = (grants: readonly GrantFact[]): number =>
  grants.filter((grant) => grant.state === 'available').length;

/** One tap's report and event count once, paired oldest first: what the ledger can know is the greater number. */
function untold(input: {
  facts: AuditFacts;
  cell: CellFact;
  ours: readonly GrantFact[];
}): string[] {
  const { facts, cell, ours } = input;
  const { reported, witnessed } = facts.evidence.get(cell.key) ?? { reported: 0, witnessed: 0 };
  if (ours.length >= Math.max(reported, witnessed)) return [];
  return [
    `${String(ours.length)} grants, but ${String(reported)} reports and ${String(witnessed)} events told of them`,
  ];
}
