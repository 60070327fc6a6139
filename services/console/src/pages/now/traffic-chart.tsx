import type { Stats } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Chart } from '../../parts/chart/chart.tsx';
import { spreadMinutes, sumOf, type Minute } from '../../parts/chart/spread-minutes.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

type Span = 'hour' | 'day';
const shapes = {
  hour: { count: 60, minutesEach: 1 },
  day: { count: 96, minutesEach: 15 },
} as const;

/** What came in and what became of it, over the last hour or day. */
export function TrafficChart({ lastHour }: { lastHour: Stats }) {
  const { t } = useTranslation();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const span: Span = params.get('span') === 'day' ? 'day' : 'hour';
  const day = useQuery({
    queryKey: ['stats', 1440, 15],
    queryFn: () => api.operating.readStats({ minutes: 1440, stepMinutes: 15 }),
    enabled: span === 'day',
    refetchInterval: pollEvery(60_000),
  });
  return (
    <Card
      title={<h2>{t('now.traffic')}</h2>}
      extra={
        <Segmented<Span>
          value={span}
          onChange={(next) => setParams(next === 'day' ? { span: next } : {}, { replace: true })}
          options={[
            { value: 'hour', label: t('now.hour') },
            { value: 'day', label: t('now.day') },
          ]}
        />
      }
    >
      {span === 'hour' ? (
        <Traffic stats={lastHour} span={span} />
      ) : (
        <Loaded query={day}>{(stats) => <Traffic stats={stats} span={span} />}</Loaded>
      )}
    </Card>
  );
}

function Traffic({ stats, span }: { stats: Stats; span: Span }) {
  const { t } = useTranslation();
  const nowMs = Math.floor(Date.parse(stats.at) / 10_000) * 10_000;
  const drawn = useMemo(() => {
    const spans = spreadMinutes({ minutes: stats.minutes, nowMs, ...shapes[span] });
    const valuesOf = (read: (minute: Minute) => number) => spans.map((one) => sumOf(one, read));
    return {
      times: spans.map(({ startMs }) => startMs),
      series: [
        { name: t('now.accepted'), color: 'slate', values: valuesOf((minute) => minute.accepted) },
        { name: t('now.sent'), color: 'teal', values: valuesOf((minute) => minute.sent) },
        { name: t('now.refused'), color: 'amber', values: valuesOf((minute) => minute.refused) },
        { name: t('state.dead'), color: 'red', values: valuesOf((minute) => minute.dead) },
      ] as const,
    };
  }, [stats.minutes, nowMs, span, t]);
  return (
    <Chart
      kind="line"
      label={t('now.traffic')}
      series={drawn.series}
      times={drawn.times}
      height="high"
    />
  );
}
