import type { AuditEntry } from '@yuexin/client';

const columns = [
  'at',
  'actor',
  'action',
  'target',
  'appId',
  'reason',
  'before',
  'after',
  'requestId',
] as const;

/**
 * The entries as CSV (RFC 4180) with a mark for Excel that it is UTF-8. A cell that a spreadsheet would take for a
 * formula gets an apostrophe: its text is from people.
 */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => columns.map((name) => cellOf(entry[name])));
  return `\uFEFF${[columns.map(String), ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
