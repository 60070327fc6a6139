import type { Reason } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.ts';
import { sayReason } from './say-reason.ts';

/** Why something is where it is: the code to search for, and words to understand. */
export function ReasonText({ reason }: { reason: Reason | null | undefined }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  if (reason === null || reason === undefined) return <span className="quiet">{'–'}</span>;
  return (
    <span className="reason">
      <code>{reason.errcode === undefined ? reason.code : `${reason.errcode} ${reason.code}`}</code>{' '}
      <span>{sayReason(reason, { t, language })}</span>
    </span>
  );
}
