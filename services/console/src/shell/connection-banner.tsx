import { Alert } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { connection } from '../live/connection.ts';

/** Told while the api, or the database behind it, is out of reach; goes away by itself. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const state = useSyncExternalStore(connection.subscribe, connection.read);
  return (
    <div role="status" aria-live="polite">
      {state !== 'connected' && (
        <Alert banner type="warning" title={t(`shell.${state}`)} className="lost-banner" />
      )}
    </div>
  );
}
