import type { Replay } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<Replay['state'], Tone> = {
  running: 'wait',
  paused: 'warn',
  cancelled: 'off',
  done: 'good',
};

export function ReplayStateTag({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  return <ToneTag tone={tones[replay.state]}>{t(`replay.state.${replay.state}`)}</ToneTag>;
}
