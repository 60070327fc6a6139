import type { presentAudit } from './present-audit.ts';

type Entry = ReturnType<typeof presentAudit>;

const columns = [
  ...(['at', 'actor', 'action', 'target', 'appId', 'reason', 'before', 'after'] as const),
  ...(['requestId', 'id'] as const),
] as const;

/** A line of JSON for each entry. */
export function auditToNdjson(entries: readonly Entry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** RFC 4180, in UTF-8 with the mark that spreadsheets want. */
export function auditToCsv(entries: readonly Entry[]): string {
  const lines = entries.map((entry) => columns.map((column) => csvCell(entry[column])).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula is text, whoever wrote it. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
