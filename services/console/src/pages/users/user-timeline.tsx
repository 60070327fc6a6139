import type { UserTimeline as Told } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';

type Entry = Told['data'][number];

/** What happened between a person and the app, newest first. */
export function UserTimeline({ appId, openid }: { appId: string; openid: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const timeline = useQuery({
    queryKey: ['user-timeline', appId, openid],
    queryFn: () => api.users.readTimeline(appId, openid),
  });
  return (
    <Loaded query={timeline}>
      {({ data }) =>
        data.length === 0 ? (
          <TeachingEmpty title={t('users.noTimeline')} hint={t('users.noTimelineHint')} />
        ) : (
          <Timeline
            className="timeline"
            items={data.map((entry, index) => ({
              key: `${entry.kind} ${entry.at} ${index}`,
              content: (
                <div className="entry">
                  <Instant at={entry.at} />
                  <span>
                    <EntryText appId={appId} entry={entry} />
                  </span>
                </div>
              ),
            }))}
          />
        )
      }
    </Loaded>
  );
}

function EntryText({ appId, entry }: { appId: string; entry: Entry }) {
  const { t } = useTranslation();
  if (entry.kind === 'login')
    return (
      <>
        <strong>{t('users.entry.login')}</strong>{' '}
        {entry.hasBoundPhone && <span className="quiet">{t('users.entry.phoneBound')}</span>}
      </>
    );
  const template = <TemplateName appId={appId} templateId={entry.templateId} />;
  if (entry.kind === 'push')
    return (
      <>
        <Link to={`/pushes/${entry.pushId}`}>{t('users.entry.push')}</Link> {template}{' '}
        <StateTag state={entry.state} />
      </>
    );
  if (entry.kind === 'answer')
    return (
      <>
        <strong>{t('users.entry.answer')}</strong> {template} <code>{entry.result}</code>{' '}
        <span className="quiet">
          {t(`grants.evidence.${entry.evidence}`)}
          {entry.page !== null && ` · ${entry.page}`}
        </span>
      </>
    );
  return (
    <>
      <strong>{t('users.entry.grant')}</strong> {template}{' '}
      <span className="quiet">
        {t(`grants.evidence.${entry.evidence}`)} · {t(`grants.state.${entry.state}`)}
      </span>{' '}
      {entry.pushId !== undefined && (
        <Link to={`/pushes/${entry.pushId}`}>{t('users.entry.forPush')}</Link>
      )}
    </>
  );
}
