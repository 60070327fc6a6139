import type { App } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { Instant } from './instant.tsx';
import { ReasonText } from './reason-text.tsx';

/** Why something rests, and until when. */
export function PauseText({
  pause,
}: {
  pause: Pick<NonNullable<App['pause']>, 'reason' | 'until'>;
}) {
  const { t } = useTranslation();
  return (
    <p className="quiet">
      <ReasonText reason={pause.reason} /> ·{' '}
      {pause.until === null ? t('parts.untilResumed') : t('parts.until')}{' '}
      {pause.until !== null && <Instant at={pause.until} />}
    </p>
  );
}
