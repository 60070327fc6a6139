import type { Audience, AudiencePreview, AudienceReport } from '@yuexin/client';
import type { Output } from './create-output.ts';
import { showTime } from './show-time.ts';

/** An audience and how far it is. */
export function printAudience(out: Output, audience: Audience): void {
  if (out.isJson()) {
    out.json(audience);
    return;
  }
  const { progress, recipients, reason } = audience;
  out.facts({
    audience: audience.id,
    ...(audience.name !== null && { name: audience.name }),
    state: audience.state,
    ...(reason !== null && { why: reason.message }),
    ...(audience.waitsFor !== null && { 'waits for': audience.waitsFor }),
    accepted: `${String(progress.accepted)} of ${String(recipients)}`,
    'parked at once': String(progress.parked),
    refused: String(progress.refused),
    'lines with problems': String(audience.problems),
    duplicates: String(audience.duplicates),
    started: showTime(audience.startedAt),
    finished: showTime(audience.finishedAt),
  });
}

/** What starting it would do. */
export function printAudiencePreview(out: Output, preview: AudiencePreview): void {
  if (out.isJson()) {
    out.json(preview);
    return;
  }
  const more = preview.isCapped ? ' (there are more than could be counted)' : '';
  out.facts({
    recipients: `${String(preview.recipients)}${more}`,
    'would be sent': String(preview.wouldSend),
    ...(preview.wouldBeHeld > 0 && { 'would be held by rules': String(preview.wouldBeHeld) }),
    ...(preview.wouldBeDropped > 0 && {
      'would be dropped by rules': String(preview.wouldBeDropped),
    }),
    'would wait for a grant': String(preview.wouldPark),
    'would wait for a login': String(preview.wouldWaitForLogin),
    'would be refused': String(preview.wouldRefuse),
    'grants spent': String(preview.grantsSpent),
    'lines with problems': String(preview.problems),
    duplicates: String(preview.duplicates),
    ...(preview.waitsFor.length > 0 && { 'would wait for': preview.waitsFor.join(', ') }),
    'takes at least': `${String(preview.secondsAtLeast)} s`,
  });
}

/** What became of it. */
export function printAudienceReport(out: Output, report: AudienceReport): void {
  if (out.isJson()) {
    out.json(report);
    return;
  }
  printAudience(out, report.audience);
  out.table(
    ['STATE', 'CAUSE', 'ERRCODE', 'MESSAGES'],
    report.pushes.map(({ state, reason, errcode, count }) => [
      ...[state ?? 'gone with age', reason ?? '', errcode === null ? '' : String(errcode)],
      String(count),
    ]),
  );
  if (report.leftOut.length === 0) return;
  out.table(
    ['LEFT OUT', 'RULE', 'LINES'],
    report.leftOut.map(({ state, rule, count }) => [state, rule, String(count)]),
  );
}
