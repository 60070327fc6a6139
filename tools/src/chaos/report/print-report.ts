import type { Audit } from '../audit/audit-run.ts';
import type { Recovery } from './measure-recovery.ts';

type Print = (line: string) => void;

/** Lines of a table in plain text: the first column to the left, the others to the right. */
export function printTable(print: Print, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    print(`  ${cells.join('  ')}`);
  }
}

export function printCounts(
  print: Print,
  title: string,
  counts: ReadonlyMap<string, number>,
): void {
  print(`\n${title}`);
  printTable(
    print,
    [...counts].map(([name, count]) => [name, String(count)]),
  );
}

const seconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1_000).toFixed(2)} s`);

export function printRecoveries(print: Print, recoveries: readonly Recovery[]): void {
  print(
    '\nRecovery: from the end of a fault until new pushes flow, and until those of its time are out',
  );
  printTable(print, [
    ['fault', 'target', 'lasted', 'flows again', '95 % out'],
    ...recoveries.map(({ fault, flowsAfterMs, backlogAfterMs }) => [
      fault.kind,
      fault.target,
      seconds(fault.endedAt - fault.beganAt),
      seconds(flowsAfterMs),
      seconds(backlogAfterMs),
    ]),
  ]);
}

const SHOWN_FINDINGS = 8;

export function printAudit(print: Print, title: string, audit: Audit): void {
  print(`\n${title}`);
  printTable(
    print,
    audit.lines.map(({ name, findings, what }) => [
      name.padEnd(10),
      String(findings.length),
      what.padEnd(52),
    ]),
  );
  print(
    `  apart: ${String(audit.held)} held as unconfirmed without evidence, ${String(audit.unknown)} expired so, ${String(audit.chosenDoubles)} sent twice at the caller's own wish (resend), ${String(audit.explainedDrift)} balances differ for a known reason`,
  );
  for (const { name, findings } of audit.lines) {
    for (const { subject, says } of findings.slice(0, SHOWN_FINDINGS)) {
      print(`  ! ${name}: ${subject}: ${says}`);
    }
  }
}
