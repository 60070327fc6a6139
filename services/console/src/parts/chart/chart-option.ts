import type { Language } from '../../i18n/create-i18n.ts';

export type ChartSeries = { name: string; values: readonly number[]; color: SeriesColor };
export type SeriesColor = keyof typeof seriesColors;

/** Of both themes; each is told from its neighbours in grey as well. */
const seriesColors = {
  teal: { light: '#0f766e', dark: '#2dd4bf' },
  blue: { light: '#2563eb', dark: '#60a5fa' },
  amber: { light: '#b45309', dark: '#fbbf24' },
  red: { light: '#b91c1c', dark: '#f87171' },
  violet: { light: '#6d28d9', dark: '#a78bfa' },
  slate: { light: '#64748b', dark: '#94a3b8' },
  pink: { light: '#be185d', dark: '#f472b6' },
} as const;
const order = Object.keys(seriesColors) as SeriesColor[];

/** A colour by its place among the series. */
export const colorAt = (index: number): SeriesColor => order[index % order.length] ?? 'slate';

/** What ECharts is told. */
export function chartOption(of: {
  series: readonly ChartSeries[];
  times: readonly number[];
  kind: 'line' | 'stacked-bar';
  isDark: boolean;
  language: Language;
  /** That of the page, by name: texts are measured with it, which `inherit` is not good for. */
  fontFamily: string;
}) {
  const { series, times, kind, isDark, language, fontFamily } = of;
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily },
    ...frameOption(isDark, language),
    series: series.map(({ name, values, color }) => ({
      name,
      type: kind === 'line' ? 'line' : 'bar',
      ...(kind === 'stacked-bar' && { stack: 'all', barMaxWidth: 14 }),
      ...(kind === 'line' && { showSymbol: false, lineStyle: { width: 2 } }),
      color: seriesColors[color][isDark ? 'dark' : 'light'],
      data: times.map((time, index) => [time, values[index] ?? 0]),
    })),
  };
}

/** Axes, legend and tooltip in the colours of the theme. */
function frameOption(isDark: boolean, language: Language) {
  const quiet = isDark ? '#a3b0ac' : '#56625e';
  const line = isDark ? 'rgba(255,255,255,0.1)' : 'rgba(0,0,0,0.08)';
  const axisLabel = { color: quiet, hideOverlap: true };
  const box = { left: 4, right: 4, top: 30, bottom: 2 };
  return {
    grid: { left: 8, right: 8, top: 34, bottom: 4, outerBoundsMode: 'same', outerBounds: box },
    legend: {
      // One line, however many there are: a second one would lie on the chart.
      type: 'scroll',
      pageIconColor: quiet,
      pageTextStyle: { color: quiet },
      ...{ top: 0, left: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 18 },
      textStyle: { color: quiet },
    },
    tooltip: {
      ...{ trigger: 'axis', confine: true, borderColor: line },
      backgroundColor: isDark ? '#1f2625' : '#ffffff',
      textStyle: { color: isDark ? '#e7ecea' : '#1c2422' },
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: { ...axisLabel, formatter: (ms: number) => shortTime(ms, language) },
      splitLine: { show: false },
    },
    yAxis: {
      ...{ type: 'value', minInterval: 1, axisLabel },
      splitLine: { lineStyle: { color: line } },
    },
  };
}

function shortTime(ms: number, language: Language): string {
  const at = new Date(ms);
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
  const shape = isMidnight
    ? ({ month: '2-digit', day: '2-digit' } as const)
    : ({ hour: '2-digit', minute: '2-digit', hour12: false } as const);
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', shape).format(at);
}
