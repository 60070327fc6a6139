import type { Template } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<Template['state'], Tone> = { active: 'good', paused: 'warn', removed: 'off' };

export function TemplateStateTag({ template }: { template: Template }) {
  const { t } = useTranslation();
  return <ToneTag tone={tones[template.state]}>{t(`templates.state.${template.state}`)}</ToneTag>;
}
