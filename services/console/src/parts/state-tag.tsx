import type { Push } from '@yuexin/client';
import { useTranslation } from 'react-i18next';

export type PushState = Push['state'];

/** One state, one word, one colour, everywhere. */
export function StateTag({ state, delivery }: { state: PushState; delivery?: Push['delivery'] }) {
  const { t } = useTranslation();
  const shown = state === 'sent' && delivery === 'failed' ? 'undelivered' : state;
  return (
    <span className={`state state-${shown}`}>
      {t(`state.${shown}`)}
      {state === 'sent' && delivery === 'confirmed' && (
        <span className="state-extra"> · {t('state.confirmed')}</span>
      )}
    </span>
  );
}
