import type { Audience } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<Audience['state'], Tone> = {
  open: 'off',
  collecting: 'wait',
  ready: 'calm',
  running: 'wait',
  paused: 'warn',
  cancelled: 'off',
  done: 'good',
};

export function AudienceStateTag({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const { state, waitsFor } = audience;
  return (
    <>
      <ToneTag tone={tones[state]}>{t(`audiences.state.${state}`)}</ToneTag>{' '}
      {state === 'running' && waitsFor !== null && (
        <ToneTag tone="warn">{t('audiences.isWaiting')}</ToneTag>
      )}
    </>
  );
}
