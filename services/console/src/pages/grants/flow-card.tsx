import type { GrantFlow } from '@yuexin/client';
import { Card } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../parts/chart/chart.tsx';
import { spreadMinutes, sumOf } from '../../parts/chart/spread-minutes.ts';
import { chosenSpans, type ChosenSpan } from '../../parts/chosen-span.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';

const drawn = [
  { key: 'obtained', color: 'teal' },
  { key: 'spent', color: 'blue' },
  { key: 'voided', color: 'red' },
] as const;

/** Grants that came and went, over time. */
export function FlowCard({ flow, span }: { flow: GrantFlow; span: ChosenSpan }) {
  const { t } = useTranslation();
  const { times, series } = useMemo(() => {
    const { count, minutesEach } = chosenSpans[span];
    const nowMs = Date.parse(flow.at);
    const rows = spreadMinutes({ minutes: flow.spans, nowMs, count, minutesEach });
    return {
      times: rows.map(({ startMs }) => startMs),
      series: drawn.map(({ key, color }) => ({
        ...{ name: t(`grants.${key}`), color },
        values: rows.map((row) => sumOf(row, (one) => one[key])),
      })),
    };
  }, [flow, span, t]);
  return (
    <Card title={<h2>{t('grants.flow')}</h2>}>
      {flow.spans.length === 0 ? (
        <TeachingEmpty title={t('grants.noFlow')} hint={t('grants.noFlowHint')} />
      ) : (
        <Chart kind="line" label={t('grants.flow')} series={series} times={times} />
      )}
    </Card>
  );
}
