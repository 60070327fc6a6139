import type { GrantFlow } from '@yuexin/client';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ShareBar } from '../../parts/share-bar.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

type Row = GrantFlow['asks'][number];

const counts = ['asked', 'accepted', 'rejected', 'banned', 'filtered'] as const;

/** What users answer when a page asks them: where it is worth asking, and where it annoys. */
export function AnswersCard({ flow }: { flow: GrantFlow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const pageOf = ({ page }: Row): string => (page === '' ? t('grants.noPage') : page);
  return (
    <Card title={<h2>{t('grants.asks')}</h2>} className="below">
      <p className="quiet">{t('grants.asksHint')}</p>
      <WideTable<Row>
        label={t('grants.asks')}
        rowKey={({ page }) => page}
        dataSource={flow.asks}
        locale={{
          emptyText: <TeachingEmpty title={t('grants.noAsks')} hint={t('grants.noAsksHint')} />,
        }}
        columns={[
          {
            title: t('grants.page'),
            key: 'page',
            render: (_, row) => <code className="breakable">{pageOf(row)}</code>,
          },
          {
            ...{ title: t('grants.acceptShare'), key: 'share', width: 180 },
            render: (_, row) => (
              <span className="share">
                <ShareBar share={row.accepted / Math.max(1, row.asked)} label={pageOf(row)} />
                <span className="figure">
                  {format.percent(row.accepted / Math.max(1, row.asked))}
                </span>
              </span>
            ),
          },
          ...counts.map((key) => ({
            ...{ title: t(`grants.${key}`), key, align: 'right' as const },
            render: (_: unknown, row: Row) => (
              <span className="figure">{format.number(row[key])}</span>
            ),
          })),
        ]}
      />
    </Card>
  );
}
