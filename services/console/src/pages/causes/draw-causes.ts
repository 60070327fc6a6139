import type { Causes } from '@yuexin/client';
import { colorAt, type ChartSeries } from '../../parts/chart/chart-option.ts';
import { spreadMinutes, sumOf } from '../../parts/chart/spread-minutes.ts';
import { chosenSpans, type ChosenSpan } from '../../parts/chosen-span.ts';

export type DrawnBy = 'cause' | 'about';

/** More would be told apart by nobody: the rarest are left to the list. */
const mostSeries = 7;

/** The causes shown as series over the spans, most first; those of one name are one series. */
export function drawCauses(of: {
  answer: Causes;
  shown: Causes['causes'];
  span: ChosenSpan;
  nameOf: (cause: Causes['causes'][number]) => string;
}): { times: number[]; series: ChartSeries[] } {
  const { answer, shown, span, nameOf } = of;
  const { count, minutesEach } = chosenSpans[span];
  const nowMs = Date.parse(answer.at);
  const rows = spreadMinutes({ minutes: answer.spans, nowMs, count, minutesEach });
  const members = new Map<string, string[]>();
  for (const cause of shown) {
    const name = nameOf(cause);
    members.set(name, [...(members.get(name) ?? []), cause.name]);
  }
  return {
    times: rows.map(({ startMs }) => startMs),
    series: [...members].slice(0, mostSeries).map(([name, causes], index) => ({
      name,
      color: colorAt(index),
      values: rows.map((row) =>
        sumOf(row, ({ times }) => causes.reduce((sum, cause) => sum + (times[cause] ?? 0), 0)),
      ),
    })),
  };
}
