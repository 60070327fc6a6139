/** 12,345.6: for people, whatever the machine's language. */
export function formatFigure(figure: number, digits: number): string {
  return figure.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** 0.87; two digits are all that five rounds can tell. */
export const formatRatio = (ratio: number): string => formatFigure(ratio, 2);

export function formatBound(bound: {
  atLeast?: number | undefined;
  atMost?: number | undefined;
  aim?: number | undefined;
}): string {
  const { atLeast, atMost, aim } = bound;
  const aimed = aim === undefined ? '' : `, aim ${formatRatio(aim)}`;
  if (atLeast !== undefined) return `≥ ${formatRatio(atLeast)}${aimed}`;
  if (atMost !== undefined) return `≤ ${formatRatio(atMost)}${aimed}`;
  return '–';
}
