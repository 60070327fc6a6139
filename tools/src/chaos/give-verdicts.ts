import { callJson } from '../local-stack/call-json.ts';
import type { AuditFacts } from './audit/audit-facts.ts';
import { findHeld } from './audit/find-stuck.ts';
import type { SeededRandom } from './plan/seeded-random.ts';

export type Verdicts = { delivered: number; resend: number; dead: number };

/** Ends what waits for a person as a person would who can ask WeChat: by its ledger. */
export async function giveVerdicts(input: {
  facts: AuditFacts;
  apiUrl: string;
  adminKey: string;
  random: SeededRandom;
}): Promise<Verdicts> {
  const { facts, apiUrl, adminKey: key, random } = input;
  const sent = new Set(facts.sends.map((send) => send.tag));
  const given: Verdicts = { delivered: 0, resend: 0, dead: 0 };
  for (const { id, tag } of findHeld(facts)) {
    const then = random.chance(0.7) ? 'resend' : 'dead';
    const body = sent.has(tag) ? { delivered: true } : { delivered: false, then };
    await callJson(`${apiUrl}/v1/pushes/psh_${id}/verdict`, { key, body });
    given[sent.has(tag) ? 'delivered' : then] += 1;
  }
  return given;
}
