import { Alert, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchCode } from '../../live/fetch-code.ts';
import type { ChartProps } from './drawn-chart.tsx';

const DrawnChart = lazy(async () => ({
  default: (await fetchCode(() => import('./drawn-chart.tsx'))).DrawnChart,
}));

/** A chart; what draws it is fetched after everything that can be read, which stands without it too. */
export function Chart(props: ChartProps) {
  const { t } = useTranslation();
  return (
    <Alert.ErrorBoundary title={t('parts.chartFailed')} description={t('shell.pageFailedHint')}>
      <Suspense fallback={<Skeleton.Node active className="chart-wait" />}>
        <DrawnChart {...props} />
      </Suspense>
    </Alert.ErrorBoundary>
  );
}
