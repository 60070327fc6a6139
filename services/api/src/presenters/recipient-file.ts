import { csvCell } from './audit-file.ts';

type Line = {
  line: number;
  state: string;
  openid: string | null;
  push: { id: string; state: string | null; reason: string | null; errcode: number | null } | null;
  duplicateOfLine: number | null;
  problems: readonly { pointer: string; message: string }[];
};

const columns = [
  ...(['line', 'state', 'openid', 'push', 'pushState', 'reason', 'errcode'] as const),
  ...(['duplicateOfLine', 'problems'] as const),
];

/** Its first line, behind the mark that spreadsheets want. */
export const recipientCsvHeader = `\uFEFF${columns.join(',')}\r\n`;

/** RFC 4180, a line for each recipient. */
export function recipientsToCsv(lines: readonly Line[]): string {
  return lines.map((line) => `${cellsOf(line).map(csvCell).join(',')}\r\n`).join('');
}

function cellsOf({ line, state, openid, push, duplicateOfLine, problems }: Line): unknown[] {
  const told = problems.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join('; ');
  return [
    ...[line, state, openid, push?.id, push?.state, push?.reason, push?.errcode],
    ...[duplicateOfLine, told],
  ];
}
