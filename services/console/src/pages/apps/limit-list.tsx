import type { SendingRules } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ToneTag } from '../../parts/tone-tag.tsx';

type Then = NonNullable<SendingRules['caps']>[number]['then'];

/** Each limit as a sentence, and what becomes of a push that meets it. */
export function LimitList({ limits }: { limits: Omit<SendingRules, 'templates'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { quietHours, caps = [], keepForPurposeSeconds } = limits;
  const span = (seconds: number): string => format.span(seconds * 1000);
  return (
    <ul className="rules">
      {quietHours === null && <li>{t('rules.noQuiet')}</li>}
      {quietHours && (
        <li>
          {t('rules.quiet', quietHours)} <ThenTag then={quietHours.then} />{' '}
          {quietHours.then === 'hold' && (
            <span className="quiet">
              {t('rules.spread', { span: span(quietHours.spreadSeconds ?? usualSpreadSeconds) })}
            </span>
          )}
        </li>
      )}
      {caps.map(({ most, perSeconds, then }, at) => (
        <li key={at}>
          {t('rules.cap', { most, span: span(perSeconds) })} <ThenTag then={then} />
        </li>
      ))}
      {keepForPurposeSeconds !== undefined && (
        <li>
          {keepForPurposeSeconds === 0
            ? t('rules.keepNone')
            : t('rules.keep', { span: span(keepForPurposeSeconds) })}
        </li>
      )}
    </ul>
  );
}

/** Of the api, where the rule does not say. */
const usualSpreadSeconds = 300;

function ThenTag({ then }: { then: Then }) {
  const { t } = useTranslation();
  return <ToneTag tone={then === 'hold' ? 'wait' : 'warn'}>{t(`rules.then.${then}`)}</ToneTag>;
}
