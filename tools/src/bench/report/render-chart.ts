import type { Compared } from '../figures/compare.ts';
import type { BenchRecord } from '../record/bench-record.ts';
import { formatBound, formatRatio } from './format-figure.ts';

const WIDTH = 960;
const LABEL_WIDTH = 430;
const BAR_WIDTH = 380;
const ROW_HEIGHT = 30;
const TOP = 40;
/** A bar is drawn against its bound, which lies at this part of the width: what passes it has reached it. */
const BOUND_AT = 0.6;

const colours = {
  'aim reached': '#1a7f37',
  reached: '#2da44e',
  missed: '#cf222e',
  told: '#8c959f',
} as const satisfies Record<Compared['verdict'], string>;

/**
 * One bar for each ratio, its length relative to its bound (the dashed line), with a whisker from the least to the most.
 * Where less is better the relation is turned round, so that longer is better everywhere.
 */
export function renderChart({ cases }: BenchRecord): string {
  const rows = cases.flatMap((record) =>
    record.comparisons.map((compared) => ({ label: `${record.name}: ${compared.name}`, compared })),
  );
  const height = TOP + rows.length * ROW_HEIGHT + 16;
  const boundX = LABEL_WIDTH + BAR_WIDTH * BOUND_AT;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="sans-serif" font-size="13">`,
    `<rect width="${String(WIDTH)}" height="${String(height)}" fill="#ffffff"/>`,
    `<text x="${String(boundX)}" y="20" text-anchor="middle" fill="#57606a">bound</text>`,
    ...rows.flatMap(({ label, compared }, index) => drawRow(label, compared, index)),
    `<line x1="${String(boundX)}" x2="${String(boundX)}" y1="26" y2="${String(height - 10)}" stroke="#57606a" stroke-dasharray="4 3"/>`,
    '</svg>',
  ].join('\n')}\n`;
}

function drawRow(label: string, compared: Compared, index: number): string[] {
  const y = TOP + index * ROW_HEIGHT;
  const middle = y + ROW_HEIGHT / 2;
  const length = (ratio: number): number => BAR_WIDTH * clamp(BOUND_AT * relation(compared, ratio));
  const [one, other] = compared.spread.map(length) as [number, number];
  const text = `${formatRatio(compared.ratio)} (${formatBound(compared)})`;
  const baseline = `y="${String(middle + 4)}"`;
  return [
    `<text x="${String(LABEL_WIDTH - 10)}" ${baseline} text-anchor="end" fill="#24292f">${escapeXml(label)}</text>`,
    `<rect x="${String(LABEL_WIDTH)}" y="${String(y + 7)}" width="${round(length(compared.ratio))}" height="${String(ROW_HEIGHT - 14)}" fill="${colours[compared.verdict]}"/>`,
    `<line x1="${round(LABEL_WIDTH + one)}" x2="${round(LABEL_WIDTH + other)}" y1="${String(middle)}" y2="${String(middle)}" stroke="#24292f"/>`,
    `<text x="${String(LABEL_WIDTH + BAR_WIDTH + 8)}" ${baseline} fill="#24292f">${escapeXml(text)}</text>`,
  ];
}

/** 1 at the bound, more is better; a ratio that is only told is shown against 1. */
function relation({ atLeast, atMost }: Compared, ratio: number): number {
  if (atMost !== undefined) return atMost / ratio;
  return ratio / (atLeast ?? 1);
}

/** A ratio far beyond its bound fills the width. */
const clamp = (part: number): number =>
  Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;

const round = (value: number): string => value.toFixed(1);

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
