import type { GrantDrift } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

/** Where the ledger and WeChat disagreed in the last days. */
export function DriftCard({ appId }: { appId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const drift = useQuery({
    queryKey: ['drift', appId],
    queryFn: () => api.users.readGrantDrift(appId),
  });
  return (
    <Card title={<h2>{t('grants.drift')}</h2>}>
      <p className="quiet">{t('grants.driftHint')}</p>
      <Loaded query={drift}>
        {({ data }: GrantDrift) => (
          <WideTable
            label={t('grants.drift')}
            rowKey={({ templateId }) => templateId}
            dataSource={data}
            locale={{
              emptyText: (
                <TeachingEmpty title={t('grants.noDrift')} hint={t('grants.noDriftHint')} />
              ),
            }}
            columns={[
              {
                title: t('push.template'),
                key: 'template',
                render: (_, { templateId }) => (
                  <TemplateName appId={appId} templateId={templateId} />
                ),
              },
              {
                title: t('grants.times'),
                key: 'times',
                align: 'right',
                render: (_, { times }) => <span className="figure">{format.number(times)}</span>,
              },
              {
                title: t('grants.voided'),
                key: 'voided',
                align: 'right',
                render: (_, { voidedGrants }) => (
                  <span className="figure">{format.number(voidedGrants)}</span>
                ),
              },
              {
                title: t('grants.lastAt'),
                key: 'lastAt',
                render: (_, { lastAt }) => <Instant at={lastAt} isRelative />,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
