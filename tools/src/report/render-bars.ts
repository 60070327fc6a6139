/** One bar; `length` and `spread` in parts of the width for bars, 0 to 1. */
export type Bar = {
  label: string;
  length: number;
  /** A whisker from the least to the most. */
  spread: readonly [number, number];
  colour: string;
  /** Written behind the bar. */
  text: string;
};

const WIDTH = 960;
const LABEL_WIDTH = 430;
const BAR_WIDTH = 380;
const ROW_HEIGHT = 30;
const TOP = 40;

/** Horizontal bars one below the other as an SVG; with `mark` a dashed line across all of them. */
export function renderBars(input: {
  bars: readonly Bar[];
  mark?: { at: number; text: string };
}): string {
  const { bars, mark } = input;
  const height = TOP + bars.length * ROW_HEIGHT + 16;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" font-family="sans-serif" font-size="13">`,
    `<rect width="${String(WIDTH)}" height="${String(height)}" fill="#ffffff"/>`,
    ...bars.flatMap(drawBar),
    ...(mark === undefined ? [] : drawMark(mark, height)),
    '</svg>',
  ].join('\n')}\n`;
}

function drawBar({ label, length, spread, colour, text }: Bar, index: number): string[] {
  const y = TOP + index * ROW_HEIGHT;
  const middle = y + ROW_HEIGHT / 2;
  const [one, other] = spread.map((part) => LABEL_WIDTH + BAR_WIDTH * part) as [number, number];
  const baseline = `y="${String(middle + 4)}"`;
  return [
    `<text x="${String(LABEL_WIDTH - 10)}" ${baseline} text-anchor="end" fill="#24292f">${escapeXml(label)}</text>`,
    `<rect x="${String(LABEL_WIDTH)}" y="${String(y + 7)}" width="${round(BAR_WIDTH * length)}" height="${String(ROW_HEIGHT - 14)}" fill="${colour}"/>`,
    `<line x1="${round(one)}" x2="${round(other)}" y1="${String(middle)}" y2="${String(middle)}" stroke="#24292f"/>`,
    `<text x="${String(LABEL_WIDTH + BAR_WIDTH + 8)}" ${baseline} fill="#24292f">${escapeXml(text)}</text>`,
  ];
}

function drawMark({ at, text }: { at: number; text: string }, height: number): string[] {
  const x = String(LABEL_WIDTH + BAR_WIDTH * at);
  return [
    `<text x="${x}" y="20" text-anchor="middle" fill="#57606a">${escapeXml(text)}</text>`,
    `<line x1="${x}" x2="${x}" y1="26" y2="${String(height - 10)}" stroke="#57606a" stroke-dasharray="4 3"/>`,
  ];
}

const round = (value: number): string => value.toFixed(1);

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
