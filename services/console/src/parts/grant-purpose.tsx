import type { Grant } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { Instant } from './instant.tsx';

/** What the user was asked for, and until when the grant is kept for it. */
export function GrantPurpose({ grant }: { grant: Pick<Grant, 'purpose' | 'keptUntil'> }) {
  const { t } = useTranslation();
  const { purpose, keptUntil } = grant;
  if (purpose === undefined) return null;
  return (
    <span className="quiet">
      {t('grants.purpose')} <code>{purpose}</code>{' '}
      {keptUntil !== undefined && (
        <>
          {t('grants.keptUntil')} <Instant at={keptUntil} />
        </>
      )}{' '}
    </span>
  );
}
