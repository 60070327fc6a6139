import type { PushExplanation } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { sayFault } from '../../parts/say-fault.ts';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<PushExplanation['verdict'], Tone> = {
  'would-send': 'good',
  'would-park': 'wait',
  'would-wait': 'wait',
  'would-refuse': 'bad',
  'would-be-duplicate': 'wait',
  'would-be-dropped': 'bad',
  'would-expire': 'bad',
};

/** What would happen now, and each check with its words. */
export function ExplanationList({ explanation }: { explanation: PushExplanation }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <>
      <p>
        <ToneTag tone={tones[explanation.verdict]}>
          {t(`testSend.verdict.${explanation.verdict}`)}
        </ToneTag>
      </p>
      <ul className="checks">
        {explanation.checks.map(({ name, ok, detail, problems = [] }) => (
          <li key={name} className={ok ? 'check-ok' : 'check-bad'}>
            <span aria-label={ok ? t('testSend.ok') : t('testSend.notOk')} role="img">
              {ok ? '✓' : '✗'}
            </span>{' '}
            <strong>{t(`testSend.check.${name}`)}</strong> <span className="quiet">{detail}</span>
            {problems.length > 0 && (
              <ul>
                {problems.map((fault) => (
                  <li key={`${fault.pointer} ${fault.message}`}>
                    <code>{fault.pointer}</code> {sayFault(fault, language)}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
