import type { App } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PauseText } from '../../parts/pause-text.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { useList } from '../../parts/use-list.ts';
import { useMay } from '../../session/session-context.tsx';
import { useApps } from '../../session/use-apps.ts';

/** The mini programs that Yuexin sends for. */
export function AppsPage() {
  const { t } = useTranslation();
  const mayRead = useMay('operator');
  return (
    <>
      <PageHead title={t('navigation.apps')} hint={t('apps.hint')} />
      {mayRead ? <AppTable /> : <AppNames />}
    </>
  );
}

/** For those whose key may not read what an app is set to. */
function AppNames() {
  const { t } = useTranslation();
  const apps = useApps();
  return (
    <>
      <ul>
        {apps.map(({ appId, name }) => (
          <li key={appId}>
            {name} <code>{appId}</code>
          </li>
        ))}
      </ul>
      <p className="quiet">{t('apps.operatorOnly')}</p>
    </>
  );
}

function AppTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const list = useList(
    ['apps', 'page'],
    (cursor) => api.apps.list(cursor === undefined ? {} : { cursor }),
    { refetchIntervalMs: 15_000 },
  );
  return (
    <ListTable<App>
      list={list}
      label={t('navigation.apps')}
      rowKey={({ appId }) => appId}
      empty={<TeachingEmpty title={t('apps.none')} hint={t('apps.noneHint')} />}
      columns={[
        {
          title: t('apps.name'),
          key: 'name',
          render: (_, { appId, name }) => (
            <>
              <Link to={`/apps/${appId}`}>{name}</Link> <code className="quiet">{appId}</code>
            </>
          ),
        },
        {
          title: t('push.state'),
          key: 'state',
          render: (_, app) => (
            <>
              <ToneTag tone={app.state === 'active' ? 'good' : 'warn'}>
                {t(`apps.state.${app.state}`)}
              </ToneTag>
              {app.pause !== null && <PauseText pause={app.pause} />}
            </>
          ),
        },
        {
          title: t('apps.rate'),
          key: 'rate',
          responsive: ['md'],
          render: (_, { sendRatePerSecond }) =>
            sendRatePerSecond === null
              ? t('apps.noRate')
              : t('apps.ratePerSecond', { rate: sendRatePerSecond }),
        },
        {
          title: t('apps.quota'),
          key: 'quota',
          responsive: ['md'],
          render: (_, { quota }) =>
            quota === undefined
              ? '–'
              : t('apps.quotaUsed', {
                  used: format.number(quota.used),
                  limit: format.number(quota.dailyLimit),
                }),
        },
      ]}
    />
  );
}
