import type { TimelineAttemptFinished } from '@yuexin/client';
import { policyForErrcode } from '@yuexin/domain';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<TimelineAttemptFinished['outcome'], Tone> = {
  accepted: 'good',
  refused: 'bad',
  'not-sent': 'wait',
  unconfirmed: 'warn',
};

/** What an attempt learned: WeChat's words, and ours for its errcode. */
export function AttemptText({ attempt }: { attempt: TimelineAttemptFinished }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { errcode } = attempt;
  return (
    <span>
      {t('push.entry.attemptFinished', { number: attempt.number })}{' '}
      <ToneTag tone={tones[attempt.outcome]}>{t(`push.outcome.${attempt.outcome}`)}</ToneTag>{' '}
      {errcode !== null && errcode !== 0 && (
        <>
          <code>{errcode}</code> {policyForErrcode(errcode)[language]}{' '}
        </>
      )}
      {attempt.cause !== null && <code>{attempt.cause}</code>}
      {attempt.isLate && <ToneTag tone="off">{t('push.late')}</ToneTag>}
    </span>
  );
}
