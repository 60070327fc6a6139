import type { Stats } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { Chart } from '../../parts/chart/chart.tsx';
import { colorAt } from '../../parts/chart/chart-option.ts';
import { spreadMinutes, sumOf } from '../../parts/chart/spread-minutes.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { CauseTable } from './cause-table.tsx';
import { countCauses } from './count-causes.ts';

const spans = {
  hour: { minutes: 60, count: 60, minutesEach: 1 },
  day: { minutes: 1440, count: 96, minutesEach: 15 },
  week: { minutes: 10_080, count: 84, minutesEach: 120 },
} as const;
type Span = keyof typeof spans;
const isSpan = (text: string | null): text is Span => text !== null && text in spans;

/** What WeChat refused and why, in words, and whether it grows. */
export function CausesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const asked = params.get('span');
  const span: Span = isSpan(asked) ? asked : 'day';
  const appId = params.get('appId') ?? undefined;
  const stats = useQuery({
    queryKey: ['stats', spans[span].minutes, appId],
    queryFn: () =>
      api.operating.readStats({
        minutes: spans[span].minutes,
        stepMinutes: spans[span].minutesEach,
        ...(appId !== undefined && { appId }),
      }),
    refetchInterval: 30_000,
  });
  const set = (name: string, value: string | undefined): void =>
    setParams((now) => {
      if (value === undefined) now.delete(name);
      else now.set(name, value);
      return now;
    });
  return (
    <>
      <PageHead
        title={t('navigation.causes')}
        hint={t('causes.hint')}
        extra={
          <>
            <AppSelect allowsAll value={appId} onChange={(next) => set('appId', next)} />
            <Segmented<Span>
              value={span}
              onChange={(next) => set('span', next)}
              options={(['hour', 'day', 'week'] as const).map((value) => ({
                value,
                label: t(`causes.span.${value}`),
              }))}
            />
          </>
        }
      />
      <Loaded query={stats}>{(data) => <Causes stats={data} span={span} appId={appId} />}</Loaded>
    </>
  );
}

const drawn = 7;

function Causes(props: { stats: Stats; span: Span; appId: string | undefined }) {
  const { t } = useTranslation();
  const { stats, span, appId } = props;
  const { causes, times, series } = useMemo(() => {
    const counted = countCauses(stats.minutes);
    const { count, minutesEach } = spans[span];
    const rows = spreadMinutes({
      minutes: stats.minutes,
      nowMs: Date.parse(stats.at),
      count,
      minutesEach,
    });
    return {
      causes: counted,
      times: rows.map(({ startMs }) => startMs),
      series: counted.slice(0, drawn).map(({ errcode }, index) => ({
        name: String(errcode),
        color: colorAt(index),
        values: rows.map((row) => sumOf(row, ({ errcodes }) => errcodes[String(errcode)] ?? 0)),
      })),
    };
  }, [stats, span]);
  return (
    <>
      {causes.length > 0 && (
        <Card title={<h2>{t('causes.trend')}</h2>} className="below">
          <Chart kind="stacked-bar" label={t('causes.trend')} series={series} times={times} />
        </Card>
      )}
      <CauseTable
        causes={causes}
        minutes={stats.minutes}
        from={fromOf(stats, span)}
        appId={appId}
      />
    </>
  );
}

const fromOf = ({ at }: Stats, span: Span): string =>
  new Date(Date.parse(at) - spans[span].minutes * 60_000).toISOString();
