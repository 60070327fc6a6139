import type { AuditFacts, Finding } from './audit-facts.ts';
import { groupBy } from './group-by.ts';

/** P3: one grant behind two messages, more spent than obtained, more obtained than WeChat ever gave. */
export function findOverspent(facts: AuditFacts): Finding[] {
  return [...sharedGrants(facts), ...unspentGrants(facts), ...mintedGrants(facts)];
}

function sharedGrants(facts: AuditFacts): Finding[] {
  const standing = standingIds(facts);
  const paid = facts.pushes.filter(
    (push) => push.state === 'sent' && push.grantId !== null && !standing.has(push.grantId),
  );
  return [...groupBy(paid, (push) => push.grantId ?? '')]
    .filter(([, pushes]) => pushes.length > 1)
    .map(([grantId, pushes]) => ({
      subject: pushes.map((push) => push.tag).join(', '),
      says: `paid for by one grant, ${grantId}`,
    }));
}

/** What paid for a message must not pay again. */
function unspentGrants(facts: AuditFacts): Finding[] {
  const grants = new Map(facts.grants.map((grant) => [grant.id, grant]));
  return facts.pushes.flatMap((push) => {
    const grant = grants.get(push.grantId ?? '');
    if (push.state !== 'sent' || grant === undefined || grant.isStanding) return [];
    if (grant.state === 'spent' && grant.pushId === push.id) return [];
    const says = `sent, but its grant is ${grant.state} of ${grant.pushId ?? 'nobody'}`;
    return [{ subject: push.tag, says }];
  });
}

function mintedGrants(facts: AuditFacts): Finding[] {
  const granted = new Map(facts.cells.map((cell) => [cell.key, cell.granted]));
  const oneTime = facts.grants.filter((grant) => !grant.isStanding);
  return [...groupBy(oneTime, (grant) => grant.key)].flatMap(([key, grants]) => {
    const given = granted.get(key) ?? 0;
    if (grants.length <= given) return [];
    const says = `${String(grants.length)} grants in the ledger, WeChat gave ${String(given)}`;
    return [{ subject: key, says }];
  });
}

const standingIds = (facts: AuditFacts): ReadonlySet<string> =>
  new Set(facts.grants.filter((grant) => grant.isStanding).map((grant) => grant.id));
