import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import type { ChartProps } from './drawn-chart.tsx';

const DrawnChart = lazy(async () => ({ default: (await import('./drawn-chart.tsx')).DrawnChart }));

/** A chart; what draws it is fetched after everything that can be read. */
export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton.Node active className="chart-wait" />}>
      <DrawnChart {...props} />
    </Suspense>
  );
}
