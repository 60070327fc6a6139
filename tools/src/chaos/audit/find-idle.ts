import type { AcceptedPush } from '../load/load-record.ts';
import type { Finding, SendFact } from './audit-facts.ts';

/** Faults cost sends (43101 at `send-anyway`, refused templates, expiry), but never most of them. */
const LEAST_SENT_SHARE = 0.25;

/** Whether the run tried anything at all: ledgers without a row agree with each other whatever the service does. */
export function findIdle(run: {
  accepted: readonly Pick<AcceptedPush, 'push' | 'state'>[];
  sends: readonly Pick<SendFact, 'tag'>[];
  counts: ReadonlyMap<string, number>;
}): Finding[] {
  const findings: Finding[] = [];
  const tell = (subject: string, says: string): unknown => findings.push({ subject, says });
  if (run.accepted.length === 0) tell('accepted', 'not one push was accepted');
  const queued = run.accepted.filter(({ state }) => state === 'queued');
  if (run.accepted.length > 0 && queued.length === 0)
    tell('accepted', 'not one push could be sent at once');
  const sent = new Set(run.sends.map(({ tag }) => tag));
  const count = queued.filter(({ push }) => sent.has(push.tag)).length;
  if (count < queued.length * LEAST_SENT_SHARE)
    tell('sends', `of ${queued.length} pushes accepted as queued WeChat had ${count}`);
  const unanswered = run.counts.get('never answered') ?? 0;
  if (unanswered > 0)
    tell('answers', `${unanswered} requests were never answered, a minute after the load`);
  return findings;
}
