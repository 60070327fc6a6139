import type { App } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PauseText } from '../../parts/pause-text.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { AppActs } from './app-acts.tsx';
import { AppSettings } from './app-settings.tsx';
import { SendingRulesCard } from './sending-rules-card.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** One mini program: whether it sends, at which rate, and what brakes it. */
export function AppPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { appId = '' } = useParams();
  const app = useQuery({
    queryKey: ['app', appId],
    queryFn: () => api.apps.get(appId),
    refetchInterval: pollEvery(10_000),
  });
  return (
    <>
      <PageHead
        title={app.data?.name ?? t('apps.title')}
        hint={<ShortId id={appId} />}
        extra={app.data !== undefined && <AppActs app={app.data} />}
      />
      <Loaded query={app}>
        {(data) => (
          <div className="columns">
            <div className="stack">
              <Card title={<h2>{t('apps.health')}</h2>}>
                <AppFacts app={data} />
              </Card>
              <SendingRulesCard app={data} />
            </div>
            <Card title={<h2>{t('apps.settings')}</h2>}>
              <AppSettings key={data.appId} app={data} />
            </Card>
          </div>
        )}
      </Loaded>
    </>
  );
}

function AppFacts({ app }: { app: App }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { quota } = app;
  const yesNo = (is: boolean): string => (is ? t('parts.set') : t('parts.notSet'));
  const facts = [
    {
      key: 'state',
      children: (
        <div aria-live="polite">
          <ToneTag tone={app.state === 'active' ? 'good' : 'warn'}>
            {t(`apps.state.${app.state}`)}
          </ToneTag>
          {app.pause !== null && <PauseText pause={app.pause} />}
        </div>
      ),
    },
    {
      key: 'quota',
      children:
        quota === undefined ? (
          t('apps.quotaUnknown')
        ) : (
          <>
            {t('apps.quotaUsed', {
              used: format.number(quota.used),
              limit: format.number(quota.dailyLimit),
            })}
            {quota.endsAt !== null && (
              <>
                {' · '}
                {t('apps.quotaEnds')} <Instant at={quota.endsAt} />
              </>
            )}
          </>
        ),
    },
    { key: 'eventUrl', children: <code className="breakable">{app.eventUrl}</code> },
    { key: 'messageToken', children: yesNo(app.hasMessageToken) },
    { key: 'encodingAesKey', children: yesNo(app.hasEncodingAesKey) },
    { key: 'grantSource', children: t(`apps.grantSources.${app.grantSource}`) },
    { key: 'createdAt', children: <Instant at={app.createdAt} /> },
    {
      key: 'templates',
      children: (
        <PageLink to={`/templates?appId=${app.appId}`}>{t('navigation.templates')}</PageLink>
      ),
    },
  ] as const;
  return (
    <Descriptions
      size="small"
      column={1}
      items={facts.map(({ key, children }) => ({ key, label: t(`apps.facts.${key}`), children }))}
    />
  );
}
