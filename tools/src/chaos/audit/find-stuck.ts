import type { AuditFacts, Finding, PushFact } from './audit-facts.ts';
import { groupBy } from './group-by.ts';

/** When all is quiet nothing is due any more; clocks and sweeps get this much. */
const SLACK_MS = 5_000;

/** P2: open, and waiting for nothing that could come. Unconfirmed is looked at apart. */
export function findStuck(facts: AuditFacts): Finding[] {
  const free = groupBy(
    facts.grants.filter((grant) => grant.state === 'available'),
    (grant) => grant.key,
  );
  const demand = groupBy(
    facts.pushes.filter((push) => push.state === 'queued' || push.state === 'retrying'),
    (push) => push.key,
  );
  return facts.pushes.flatMap((push) => {
    const room = free.get(push.key) ?? [];
    const hasRoom =
      room.some((grant) => grant.isStanding) || room.length > (demand.get(push.key)?.length ?? 0);
    const says = whyStuck({ push, hasRoom, now: facts.now - SLACK_MS });
    return says === null ? [] : [{ subject: push.tag, says }];
  });
}

const ended = ['sent', 'dead', 'expired', 'cancelled'];

function whyStuck(input: { push: PushFact; hasRoom: boolean; now: number }): string | null {
  const { push, hasRoom, now } = input;
  if (ended.includes(push.state)) return null;
  if (push.expiresAt < now) return `${push.state} past its end`;
  switch (push.state) {
    case 'parked':
      return hasRoom ? 'parked beside a free grant' : null;
    case 'sending':
      return (push.leaseUntil ?? 0) < now ? 'sending past its lease' : null;
    case 'unconfirmed':
      return null;
    default:
      return push.dueAt < now && !push.isPaused ? `${push.state} past its time` : null;
  }
}

/** Without evidence, waiting for a person: counted apart, and ended by the verdict that the run gives. */
export const findHeld = (facts: AuditFacts): PushFact[] =>
  facts.pushes.filter((push) => push.state === 'unconfirmed');
