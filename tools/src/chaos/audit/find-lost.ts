import type { AuditFacts, Finding } from './audit-facts.ts';
import { groupBy } from './group-by.ts';

/** P1, P2: accepted, but not there; or called sent, and WeChat has no such message. */
export function findLost(facts: AuditFacts): Finding[] {
  const known = new Set(facts.pushes.map((push) => push.id));
  const sends = groupBy(facts.sends, (send) => send.tag);
  const gone = facts.accepted.flatMap(({ tag, pushIds }) =>
    pushIds
      .filter((id) => !known.has(id))
      .map((id) => ({ subject: tag, says: `202 was answered for ${id}, which has no row` })),
  );
  const unsent = facts.pushes
    .filter((push) => push.state === 'sent' && !sends.has(push.tag))
    .map((push) => ({
      subject: push.tag,
      says: `called sent (${push.reason ?? 'accepted'}), but WeChat never had it`,
    }));
  return [...gone, ...unsent];
}
