import type { GrantFlow } from '@yuexin/client';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/use-format.ts';
import { Instant } from '../../parts/instant.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

type Row = GrantFlow['templates'][number];

/** Template by template: what can be spent, what waits, what came and went in the span. */
export function BalancesCard({ appId, flow }: { appId: string; flow: GrantFlow }) {
  const { t } = useTranslation();
  return (
    <Card title={<h2>{t('grants.balances')}</h2>} className="below">
      <WideTable<Row>
        label={t('grants.balances')}
        rowKey={({ templateId }) => templateId}
        dataSource={flow.templates}
        locale={{
          emptyText: (
            <TeachingEmpty title={t('grants.noTemplates')} hint={t('grants.noTemplatesHint')} />
          ),
        }}
        columns={useBalanceColumns(appId)}
      />
    </Card>
  );
}

function useBalanceColumns(appId: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = (count: number, isCapped: boolean): string =>
    isCapped ? t('grants.atLeast', { count: format.number(count) }) : format.number(count);
  const plain = (key: 'obtained' | 'spent' | 'voided') => ({
    ...{ title: t(`grants.${key}`), key, align: 'right' as const },
    render: (_: unknown, row: Row) => <span className="figure">{format.number(row[key])}</span>,
  });
  return [
    {
      title: t('push.template'),
      key: 'template',
      render: (_: unknown, { templateId }: Row) => (
        <TemplateName appId={appId} templateId={templateId} />
      ),
    },
    {
      ...{ title: t('grants.available'), key: 'available', align: 'right' as const },
      render: (_: unknown, { available, isAvailableCapped }: Row) => (
        <span className="figure">{counted(available, isAvailableCapped)}</span>
      ),
    },
    {
      ...{ title: t('grants.waiting'), key: 'parked', align: 'right' as const },
      render: (_: unknown, { templateId, parked, isParkedCapped }: Row) =>
        parked === 0 ? (
          <span className="figure">{format.number(0)}</span>
        ) : (
          <Link
            className="figure"
            to={`/pushes?${new URLSearchParams({ appId, templateId, state: 'parked' }).toString()}`}
          >
            {counted(parked, isParkedCapped)}
          </Link>
        ),
    },
    {
      ...{ title: t('grants.oldestParked'), key: 'oldest' },
      render: (_: unknown, { oldestParkedAt }: Row) => <Instant at={oldestParkedAt} isRelative />,
    },
    ...(['obtained', 'spent', 'voided'] as const).map(plain),
  ];
}
