import type { AuditFacts, CellFact, Finding, GrantFact } from './audit-facts.ts';
import { groupBy } from './group-by.ts';

/**
 * Where the two ledgers differ once nothing is open: the balance WeChat knows against ours. Explained: grants that neither a
 * report nor an event told us of (dropped events of taps the mini program never reported), and those that WeChat's 43101 voided.
 */
export function compareLedgers(facts: AuditFacts): { explained: number; unexplained: Finding[] } {
  const ours = groupBy(
    facts.grants.filter((grant) => !grant.isStanding),
    (grant) => grant.key,
  );
  let explained = 0;
  const unexplained: Finding[] = [];
  for (const cell of facts.cells.filter((one) => !one.isStanding)) {
    const grants = ours.get(cell.key) ?? [];
    const difference = availableOf(grants) - cell.available;
    if (difference === 0) continue;
    const missing = cell.granted - grants.length;
    if (isExplained({ facts, cell, grants, difference })) explained += 1;
    else {
      const says = `we have ${String(availableOf(grants))} left, WeChat ${String(cell.available)} (${String(missing)} never told)`;
      unexplained.push({ subject: cell.key, says });
    }
  }
  return { explained, unexplained };
}

const availableOf = (grants: readonly GrantFact[]): number =>
  grants.filter((grant) => grant.state === 'available').length;

function isExplained(input: {
  facts: AuditFacts;
  cell: CellFact;
  grants: readonly GrantFact[];
  difference: number;
}): boolean {
  const { facts, cell, grants, difference } = input;
  const told = facts.evidence.get(cell.key) ?? { reported: 0, witnessed: 0 };
  // One tap's report and event count once, paired oldest first: what the ledger can know is the greater number.
  const untold = Math.max(0, cell.granted - Math.max(told.reported, told.witnessed));
  const voided = grants.filter((grant) => grant.state === 'void').length;
  return difference < 0 && -difference <= untold + voided;
}
