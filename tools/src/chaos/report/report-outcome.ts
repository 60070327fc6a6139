import { isHeld, type ChaosOutcome } from '../run-chaos.ts';
import type { ChaosPlan } from '../plan/draw-plan.ts';
import { measureRecovery, type Recovery } from './measure-recovery.ts';
import { printAudit, printCounts, printRecoveries } from './print-report.ts';
import { tellHistory } from './tell-history.ts';

type Print = (line: string) => void;

const HISTORIES = 4;
/** Issue 3: after a 30 s outage of Redis, without a restart. */
const OUTAGE_RECOVERY_LIMIT_MS = 5_000;

/** Prints what was thrown at the stack and what came of it; true when everything held. */
export async function reportOutcome(input: {
  plan: ChaosPlan;
  outcome: ChaosOutcome;
  print: Print;
}): Promise<boolean> {
  const { plan, outcome, print } = input;
  printThrown({ plan, outcome, print });
  const { sends } = outcome.facts;
  const recoveries = measureRecovery({
    faults: outcome.faults,
    accepted: outcome.parties.record.accepted(),
    sends,
  });
  printRecoveries(print, recoveries);
  printThroughput({ outcome, print });
  printAudit(print, 'Audit, when all was quiet', outcome.first);
  const { delivered, resend, dead } = outcome.verdicts;
  print(
    `\nVerdicts given over what was held: ${delivered} delivered, ${resend} to be sent again, ${dead} given up`,
  );
  printAudit(print, 'Audit, after the verdicts', outcome.final);
  await printHistories(outcome, print);
  for (const crash of outcome.crashes) print(`  ! crash: ${crash}`);
  for (const { subject, says } of outcome.idle) print(`  ! ${subject}: ${says}`);
  if (!outcome.quiet.isQuiet) print('  ! the run did not come to rest in time');
  const late = slowRecoveries(recoveries);
  for (const what of late) print(`  ! recovery: ${what}`);
  return isHeld(outcome) && late.length === 0;
}

function printThrown(input: { plan: ChaosPlan; outcome: ChaosOutcome; print: Print }): void {
  const { outcome, print } = input;
  const thrown = new Map<string, number>();
  for (const { kind } of outcome.faults) thrown.set(kind, (thrown.get(kind) ?? 0) + 1);
  printCounts(print, 'Thrown at it: processes, stores, WeChat', thrown);
  printCounts(
    print,
    'Thrown at it: calls and events that went wrong at WeChat',
    outcome.wechatHits,
  );
  printCounts(print, 'The load, as its clients saw it', outcome.parties.record.counts());
}

function printThroughput({ outcome, print }: { outcome: ChaosOutcome; print: Print }): void {
  const accepted = outcome.parties.record.accepted().length;
  const { sends } = outcome.facts;
  const perSecond = (count: number): string => (count / (outcome.loadMs / 1_000)).toFixed(1);
  print(
    `\nThroughput: ${accepted} pushes accepted (${perSecond(accepted)}/s), ${sends.length} sent by WeChat; quiet ${(outcome.quiet.tookMs / 1_000).toFixed(1)} s after the load`,
  );
}

async function printHistories(outcome: ChaosOutcome, print: Print): Promise<void> {
  const suspects = [...outcome.first.lines, ...outcome.final.lines]
    .filter((line) => line.name !== 'drift')
    .flatMap((line) => line.findings.map((finding) => finding.subject));
  const sends = outcome.facts.sends;
  for (const tag of [...new Set(suspects)].slice(0, HISTORIES)) {
    print(`\nHistory of ${tag}`);
    for (const line of await tellHistory(outcome.databaseUrl, tag)) print(`  ${line}`);
    for (const send of sends.filter((one) => one.tag === tag)) {
      print(`  ${new Date(send.at).toISOString().slice(11, 23)} WeChat sent it`);
    }
  }
}

const slowRecoveries = (recoveries: readonly Recovery[]): string[] =>
  recoveries
    .filter(({ fault }) => fault.kind === 'redis-outage')
    .filter(({ flowsAfterMs }) => (flowsAfterMs ?? Infinity) > OUTAGE_RECOVERY_LIMIT_MS)
    .map(({ flowsAfterMs }) => `pushes flowed ${String(flowsAfterMs)} ms after Redis was back`);
