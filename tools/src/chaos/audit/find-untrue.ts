import type { AuditFacts, Finding } from './audit-facts.ts';

/** Ended as not sent, or refused to the caller, although WeChat sent it: the caller would ask for it again. */
export function findUntrue(facts: AuditFacts): Finding[] {
  const sent = new Set(facts.sends.map((send) => send.tag));
  const accepted = new Set(facts.accepted.map(({ tag }) => tag));
  const refused = [...facts.refused]
    .filter(([tag]) => sent.has(tag) && !accepted.has(tag))
    .map(([tag, code]) => ({ subject: tag, says: `refused (${code}), but WeChat sent it` }));
  const ended = facts.pushes
    .filter((push) => ['dead', 'expired', 'cancelled'].includes(push.state) && sent.has(push.tag))
    .filter((push) => !push.isUnknown)
    .map((push) => ({
      subject: push.tag,
      says: `${push.state} (${push.reason ?? 'no reason'}), but WeChat sent it`,
    }));
  return [...refused, ...ended];
}

/** Ended by their expiry while nobody knew (design 5): the event that would have told was lost. */
export const countUnknown = (facts: AuditFacts): number =>
  facts.pushes.filter(({ isUnknown }) => isUnknown).length;
