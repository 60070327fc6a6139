import stringWidth from 'string-width';
import { plainText } from './plain-text.ts';

const gap = '  ';

/**
 * Rows below each other in columns, as wide as they look: a Chinese character takes two places. `width` is what the
 * terminal has; the widest column gives way. Null: as wide as it gets.
 */
export function renderTable(input: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  width: number | null;
}): string {
  const rows = [input.columns, ...input.rows].map((row) => row.map(plainText));
  const widths = fit(
    input.columns.map((_, at) => Math.max(...rows.map((row) => stringWidth(row[at] ?? '')))),
    input.width,
  );
  return rows.map((row) => renderRow(row, widths)).join('\n');
}

function fit(widths: readonly number[], width: number | null): number[] {
  const fitted = [...widths];
  if (width === null) return fitted;
  const total = fitted.reduce((sum, one) => sum + one, gap.length * (fitted.length - 1));
  const widest = fitted.indexOf(Math.max(...fitted));
  const left = (fitted[widest] ?? 0) - Math.max(0, total - width);
  fitted[widest] = Math.max(8, left);
  return fitted;
}

function renderRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, at) => {
    const width = widths[at] ?? 0;
    const shown = shorten(cell, width);
    return shown + ' '.repeat(Math.max(0, width - stringWidth(shown)));
  });
  return cells.join(gap).trimEnd();
}

function shorten(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (stringWidth(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
