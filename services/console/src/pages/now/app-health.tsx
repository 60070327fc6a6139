import type { App } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PauseText } from '../../parts/pause-text.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { useMay } from '../../session/session-context.tsx';

/** Which apps send, which rest and until when, and what is left of the day's quota. */
export function AppHealth() {
  const { t } = useTranslation();
  const api = useApi();
  const mayRead = useMay('admin');
  const apps = useQuery({
    queryKey: ['apps'],
    queryFn: () => api.apps.list().toArray({ limit: 200 }),
    enabled: mayRead,
    refetchInterval: 30_000,
  });
  if (!mayRead) return null;
  return (
    <Card title={<h2>{t('navigation.apps')}</h2>}>
      <Loaded query={apps}>
        {(list) =>
          list.length === 0 ? (
            <TeachingEmpty title={t('apps.none')} hint={t('apps.noneHint')} />
          ) : (
            <ul className="rows">
              {list.map((app) => (
                <HealthRow key={app.appId} app={app} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function HealthRow({ app }: { app: App }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { quota } = app;
  const share = quota === undefined || quota.dailyLimit === 0 ? 0 : quota.used / quota.dailyLimit;
  return (
    <li className="row">
      <div className="grow">
        <AppName appId={app.appId} />{' '}
        <ToneTag tone={app.state === 'active' ? 'good' : 'warn'}>
          {t(`apps.state.${app.state}`)}
        </ToneTag>
        {app.pause !== null && <PauseText pause={app.pause} />}
        {quota !== undefined && (
          <>
            <Progress
              percent={Math.round(share * 100)}
              size="small"
              showInfo={false}
              status={share >= 0.9 ? 'exception' : 'normal'}
              aria-label={t('apps.quota')}
            />
            <p className="quiet figure">
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
            </p>
          </>
        )}
      </div>
    </li>
  );
}
