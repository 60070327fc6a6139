import type { GrantDrift } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { AppSelect } from '../../parts/app-select.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { useChosenApp } from '../../parts/use-chosen-app.ts';
import { useTemplates } from '../../parts/use-templates.ts';
import { ParkedDemand } from './parked-demand.tsx';
import { WideTable } from '../../parts/wide-table.tsx';

/** Where the ledger and WeChat disagreed, and where messages wait for an "allow". */
export function GrantsPage() {
  const { t } = useTranslation();
  const [appId, choose] = useChosenApp();
  const templates = useTemplates(appId);
  return (
    <>
      <PageHead
        title={t('navigation.grants')}
        hint={t('grants.hint')}
        extra={<AppSelect value={appId} onChange={choose} />}
      />
      {appId !== undefined && (
        <div className="columns">
          <Card title={<h2>{t('grants.parked')}</h2>}>
            <Loaded query={templates}>
              {(list) => <ParkedDemand appId={appId} templates={list} />}
            </Loaded>
          </Card>
          <Drift appId={appId} />
        </div>
      )}
    </>
  );
}

function Drift({ appId }: { appId: string }) {
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
