import type { AuditFacts, Finding } from './audit-facts.ts';
import { countChosenDoubles, findDoubled } from './find-doubled.ts';
import { compareLedgers } from './find-drift.ts';
import { findLost } from './find-lost.ts';
import { findOverspent } from './find-overspent.ts';
import { findStale } from './find-stale.ts';
import { findHeld, findStuck } from './find-stuck.ts';
import { countUnknown, findUntrue } from './find-untrue.ts';

export type AuditLine = { name: string; what: string; findings: readonly Finding[] };

export type Audit = {
  /** Each must be empty. */
  lines: readonly AuditLine[];
  /** Unconfirmed without evidence. */
  held: number;
  /** Ended at their expiry without evidence. */
  unknown: number;
  chosenDoubles: number;
  explainedDrift: number;
};

/** The ledger of WeChat's stand-in against the database, row by row. `isFinal`: nothing may be held any more. */
export function auditRun(facts: AuditFacts, isFinal: boolean): Audit {
  const held = findHeld(facts);
  const drift = compareLedgers(facts);
  const lines: AuditLine[] = [
    {
      name: 'lost',
      what: 'accepted and gone, or called sent and never sent',
      findings: findLost(facts),
    },
    {
      name: 'doubled',
      what: 'sent or shown twice, or two pushes of one key',
      findings: findDoubled(facts),
    },
    {
      name: 'overspent',
      what: 'one grant for two messages, or grants never given',
      findings: findOverspent(facts),
    },
    { name: 'stuck', what: 'open and waiting for nothing', findings: findStuck(facts) },
    { name: 'stale', what: 'reservations and slots nobody uses', findings: findStale(facts) },
    { name: 'untrue', what: 'ended as not sent, yet sent', findings: findUntrue(facts) },
  ];
  if (isFinal) {
    const still = held.map((push) => ({
      subject: push.tag,
      says: 'unconfirmed after the verdict',
    }));
    lines.push({ name: 'held', what: 'unconfirmed after a verdict', findings: still });
    lines.push({
      name: 'drift',
      what: 'balances that differ without a reason',
      findings: drift.unexplained,
    });
  }
  return {
    lines,
    held: held.length,
    unknown: countUnknown(facts),
    chosenDoubles: countChosenDoubles(facts),
    explainedDrift: drift.explained,
  };
}

export const hasFindings = (audit: Audit): boolean =>
  audit.lines.some((line) => line.findings.length > 0);
