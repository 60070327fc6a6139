import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useLive } from '../../live/live-context.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { AlarmList } from './alarm-list.tsx';
import { AppHealth } from './app-health.tsx';
import { NowFigures } from './now-figures.tsx';
import { Processes } from './processes.tsx';
import { TrafficChart } from './traffic-chart.tsx';

/** One look: what comes in, what goes out, what is stuck, and why. */
export function NowPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { stats: live } = useLive();
  // Until the stream has said its first word.
  const first = useQuery({
    queryKey: ['stats', 60],
    queryFn: () => api.operating.readStats({ minutes: 60 }),
    enabled: live === null,
  });
  const stats = live ?? first.data ?? null;
  return (
    <>
      <PageHead title={t('navigation.now')} hint={t('now.hint')} />
      {stats === null && first.error !== null && <ProblemAlert error={first.error} />}
      {stats === null && first.error === null && <Skeleton active />}
      {stats !== null && (
        <>
          <NowFigures stats={stats} />
          <div className="columns">
            <AlarmList />
            <AppHealth apps={stats.apps} nowMs={Date.parse(stats.at)} />
          </div>
          <TrafficChart lastHour={stats} />
          <Processes stats={stats} />
        </>
      )}
    </>
  );
}
