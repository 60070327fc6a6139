import type { WebhookEndpoint } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../parts/instant.tsx';
import { ReasonText } from '../../parts/reason-text.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';

/** Whether an endpoint takes what it is told, and since when it does not. */
export function EndpointHealth({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  const { state, failingSince, failures, blockedUntil, disabledReason } = endpoint;
  if (state === 'disabled')
    return (
      <>
        <ToneTag tone="bad">{t('webhooks.state.disabled')}</ToneTag>{' '}
        <ReasonText reason={disabledReason} />
      </>
    );
  if (failingSince === null) return <ToneTag tone="good">{t('webhooks.state.enabled')}</ToneTag>;
  return (
    <>
      <ToneTag tone="warn">{t('webhooks.failing', { count: failures })}</ToneTag>{' '}
      <span className="quiet">
        {t('webhooks.since')} <Instant at={failingSince} isRelative />
        {blockedUntil !== null && (
          <>
            {' · '}
            {t('webhooks.blockedUntil')} <Instant at={blockedUntil} />
          </>
        )}
      </span>
    </>
  );
}
