import type { User } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

const states = ['available', 'kept', 'reserved', 'spent', 'void'] as const;

/** How many messages may still be sent, by template. */
export function BalanceTable({ appId, balances }: { appId: string; balances: User['balances'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = Object.entries(balances).map(([templateId, balance]) => ({
    templateId,
    ...balance,
  }));
  return (
    <WideTable
      label={t('users.balances')}
      rowKey={({ templateId }) => templateId}
      dataSource={rows}
      locale={{
        emptyText: <TeachingEmpty title={t('users.noGrants')} hint={t('users.noGrantsHint')} />,
      }}
      columns={[
        {
          title: t('push.template'),
          key: 'template',
          render: (_, { templateId }) => <TemplateName appId={appId} templateId={templateId} />,
        },
        ...states.map((state) => ({
          title: t(`grants.state.${state}`),
          key: state,
          align: 'right' as const,
          render: (_: unknown, row: (typeof rows)[number]) => (
            <span className="figure">{format.number(row[state] ?? 0)}</span>
          ),
        })),
      ]}
    />
  );
}
