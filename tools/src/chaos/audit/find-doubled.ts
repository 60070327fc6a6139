import type { AuditFacts, Finding } from './audit-facts.ts';
import { groupBy } from './group-by.ts';

/** P4, P5: a message that WeChat sent, or a phone shows, twice; one request that became two pushes. */
export function findDoubled(facts: AuditFacts): Finding[] {
  const mayDouble = asksForResend(facts);
  const sent = [...groupBy(facts.sends, (send) => send.tag)]
    .filter(([tag, sends]) => sends.length > 1 && !mayDouble.has(tag))
    .map(([tag, sends]) => ({
      subject: tag,
      says: `WeChat sent it ${String(sends.length)} times`,
    }));
  const shown = [...facts.shown]
    .filter(([tag, times]) => times > 1 && !mayDouble.has(tag))
    .filter(([tag]) => !sent.some((finding) => finding.subject === tag))
    .map(([tag, times]) => ({ subject: tag, says: `the phone shows it ${String(times)} times` }));
  const rows = [...groupBy(facts.pushes, (push) => push.tag)]
    .filter(([, pushes]) => pushes.length > 1)
    .map(([tag, pushes]) => ({ subject: tag, says: `one key, ${String(pushes.length)} pushes` }));
  const told = facts.accepted
    .filter(({ pushIds }) => pushIds.length > 1)
    .map(({ tag, pushIds }) => ({ subject: tag, says: `one key, told ${pushIds.join(', ')}` }));
  return [...sent, ...shown, ...rows, ...told];
}

/** Doubles that the caller chose to risk (`onUnconfirmed: resend`): counted, no fault. */
export function countChosenDoubles(facts: AuditFacts): number {
  const mayDouble = asksForResend(facts);
  return [...groupBy(facts.sends, (send) => send.tag)].filter(
    ([tag, sends]) => sends.length > 1 && mayDouble.has(tag),
  ).length;
}

const asksForResend = (facts: AuditFacts): ReadonlySet<string> =>
  new Set(facts.pushes.filter((push) => push.onUnconfirmed === 'resend').map((push) => push.tag));
