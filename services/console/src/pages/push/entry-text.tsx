import type { TimelineEntry, TimelineState } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ReasonText } from '../../parts/reason-text.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { AttemptText } from './attempt-text.tsx';
import { PageLink } from '../../parts/page-link.tsx';

/** One entry of a timeline in words. */
export function EntryText({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  switch (entry.kind) {
    case 'state':
      return <StateText change={entry} />;
    case 'grant':
      return (
        <span>
          {t('push.entry.grant')}{' '}
          <ToneTag tone="good">{t(`grants.evidence.${entry.grant.evidence}`)}</ToneTag>{' '}
          {t(`grants.state.${entry.grant.state}`)}
        </span>
      );
    case 'attempt-started':
      return <span>{t('push.entry.attemptStarted', { number: entry.number })}</span>;
    case 'attempt-finished':
      return <AttemptText attempt={entry} />;
    case 'event':
      return (
        <span>
          {t('push.entry.event')} <code>{entry.type}</code>{' '}
          {'result' in entry ? entry.result : entry.errorStatus}
        </span>
      );
    case 'operator':
      return (
        <span>
          {t('push.entry.operator')} <code>{entry.action}</code>{' '}
          <span className="quiet">{entry.actor}</span> {entry.reason}
        </span>
      );
    case 'callback':
      return (
        <span>
          {t('push.entry.callback')} <code>{entry.type}</code>{' '}
          <Link to={`/webhooks/${entry.endpointId}`}>
            {t(`webhooks.callbackState.${entry.state}`, { defaultValue: entry.state })}
          </Link>
        </span>
      );
    case 'callback-attempt':
      return (
        <span>
          {t('push.entry.callbackAttempt', { number: entry.number, ms: entry.durationMs })}{' '}
          <code>{entry.status ?? entry.error}</code>
        </span>
      );
    case 'replaced':
      return (
        <span>
          {t('push.entry.replaced')} <Link to={`/pushes/${entry.pushId}`}>{entry.pushId}</Link>
        </span>
      );
    case 'duplicates':
      return <span>{t('push.entry.duplicates', { times: entry.times })}</span>;
    default:
      return <code>{JSON.stringify(entry)}</code>;
  }
}

function StateText({ change }: { change: TimelineState }) {
  const { t } = useTranslation();
  return (
    <span>
      {change.from !== null && change.from !== change.to && (
        <>
          <StateTag state={change.from} /> {'→ '}
        </>
      )}
      <StateTag state={change.to} />{' '}
      {change.reason !== null && <ReasonText reason={change.reason} />}
      {change.evidence !== undefined && (
        <>
          {' '}
          {t('push.entry.evidence')} <code>{change.evidence}</code>
        </>
      )}
      {change.replayId !== undefined && (
        <>
          {' '}
          <PageLink to={`/replays/${change.replayId}`}>{t('push.entry.replay')}</PageLink>
        </>
      )}
    </span>
  );
}
