import { callJson } from '../local-stack/call-json.ts';
import type { AuditFacts } from './audit/audit-facts.ts';
import { findHeld } from './audit/find-stuck.ts';
import type { SeededRandom } from './plan/seeded-random.ts';

export type Verdicts = { delivered: number; resend: number; dead: number };

/**
 * Ends what waits for a person as a person would who can ask WeChat: by its ledger. Sent again only where WeChat still has the
 * grant for it: its 43101 would be taken for proof that the first was delivered (design 5), against what the person said.
 */
export async function giveVerdicts(input: {
  facts: AuditFacts;
  apiUrl: string;
  adminKey: string;
  random: SeededRandom;
  /** False: whatever was not sent is given up. */
  mayResend: boolean;
}): Promise<Verdicts> {
  const { facts, apiUrl, adminKey: key, random, mayResend } = input;
  const sent = new Set(facts.sends.map((send) => send.tag));
  const given: Verdicts = { delivered: 0, resend: 0, dead: 0 };
  const left = new Map(
    facts.cells.map((cell) => [cell.key, cell.isStanding ? Infinity : cell.available]),
  );
  for (const { id, tag, key: grantedBy } of findHeld(facts)) {
    const wanted = mayResend && random.chance(0.8) ? 'resend' : 'dead';
    const then = (left.get(grantedBy) ?? 0) > 0 ? wanted : 'dead';
    if (!sent.has(tag) && then === 'resend') left.set(grantedBy, (left.get(grantedBy) ?? 0) - 1);
    const body = sent.has(tag) ? { delivered: true } : { delivered: false, then };
    await callJson(`${apiUrl}/v1/pushes/psh_${id}/verdict`, { key, body });
    given[sent.has(tag) ? 'delivered' : then] += 1;
  }
  return given;
}
