import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../../i18n/use-language.ts';
import { useTheme } from '../../theme/theme-choice.tsx';
import { chartOption, type ChartSeries } from './chart-option.ts';

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export type ChartProps = {
  /** Told to those who cannot see it. */
  label: string;
  series: readonly ChartSeries[];
  /** Begins of the spans, in ms. */
  times: readonly number[];
  kind: 'line' | 'stacked-bar';
  height?: 'low' | 'high';
};

/** Draws with ECharts: only what is used of it. */
export function DrawnChart({ label, series, times, kind, height = 'low' }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const { isDark } = useTheme();
  const { language } = useLanguage();

  useEffect(() => {
    if (place.current === null) return undefined;
    const made = init(place.current, null, { renderer: 'svg' });
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (place.current === null) return;
    const { fontFamily } = getComputedStyle(place.current);
    const option = chartOption({ series, times, kind, isDark, language, fontFamily });
    chart.current?.setOption(option, { replaceMerge: ['series'] });
  }, [series, times, kind, isDark, language]);

  return <div ref={place} role="img" aria-label={label} className={`chart chart-${height}`} />;
}
