import type { Stats } from '@yuexin/client';
import { Card, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { PauseText } from '../../parts/pause-text.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { PageLink } from '../../parts/page-link.tsx';

type AppPulse = Stats['apps'][number];

/** Which apps send, which rest and until when; their tokens, and what is left of the day's quota. */
export function AppHealth({ apps, nowMs }: { apps: readonly AppPulse[]; nowMs: number }) {
  const { t } = useTranslation();
  return (
    <Card title={<h2>{t('navigation.apps')}</h2>}>
      {apps.length === 0 ? (
        <TeachingEmpty title={t('apps.none')} hint={t('apps.noneHint')} />
      ) : (
        <ul className="rows">
          {apps.map((app) => (
            <HealthRow key={app.appId} app={app} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function HealthRow({ app, nowMs }: { app: AppPulse; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <p>
        <AppName appId={app.appId} />{' '}
        <ToneTag tone={app.pause === null ? 'good' : 'warn'}>
          {t(app.pause === null ? 'apps.state.active' : 'apps.state.paused')}
        </ToneTag>{' '}
        <span className="quiet figure">
          {t('now.appRates', {
            accepted: format.rate(app.acceptedPerSecond),
            sent: format.rate(app.sentPerSecond),
          })}
        </span>
      </p>
      {app.pause !== null && <PauseText pause={app.pause} />}
      {app.pausedTemplates.map(({ templateId, title }) => (
        <p key={templateId} className="quiet">
          <ToneTag tone="warn">{t('templates.state.paused')}</ToneTag>{' '}
          <PageLink to={`/templates/${app.appId}/${templateId}`}>{title}</PageLink>
        </p>
      ))}
      <TokenText token={app.token} nowMs={nowMs} />
      <QuotaBar quota={app.quota} />
    </li>
  );
}

function TokenText({ token, nowMs }: { token: AppPulse['token']; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (token === null) return <p className="quiet">{t('now.noToken')}</p>;
  return (
    <p className="quiet figure">
      {t('now.token', {
        generation: token.generation,
        age: format.span(nowMs - Date.parse(token.obtainedAt)),
        refresh: format.ago(token.refreshAt, nowMs),
      })}
    </p>
  );
}

const nearlyUsedUp = 0.9;

function QuotaBar({ quota }: { quota: AppPulse['quota'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (quota === null) return null;
  const share = quota.dailyLimit === 0 ? 0 : quota.used / quota.dailyLimit;
  return (
    <>
      <Progress
        percent={Math.round(share * 100)}
        size="small"
        showInfo={false}
        status={share >= nearlyUsedUp ? 'exception' : 'normal'}
        aria-label={t('apps.quota')}
      />
      <p className="quiet figure">
        {t('apps.quota')}{' '}
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
  );
}
