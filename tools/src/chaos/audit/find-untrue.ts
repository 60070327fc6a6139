import type { AuditFacts, Finding } from './audit-facts.ts';

/** Ended as not sent, although WeChat sent it: the caller would ask for it again. */
export function findUntrue(facts: AuditFacts): Finding[] {
  const sent = new Set(facts.sends.map((send) => send.tag));
  return facts.pushes
    .filter((push) => ['dead', 'expired', 'cancelled'].includes(push.state) && sent.has(push.tag))
    .map((push) => ({
      subject: push.tag,
      says: `${push.state} (${push.reason ?? 'no reason'}), but WeChat sent it`,
    }));
}
