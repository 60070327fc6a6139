import type { Grant, Push, TimelineEntry } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { GrantPurpose } from '../../parts/grant-purpose.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<Grant['state'], Tone> = {
  available: 'good',
  kept: 'wait',
  reserved: 'wait',
  spent: 'calm',
  void: 'off',
};

/** The permission this push holds or spent, and who says that it was given. */
export function GrantEvidence(props: { entries: readonly TimelineEntry[]; push: Push }) {
  const { t } = useTranslation();
  const grants = props.entries.flatMap((entry) => (entry.kind === 'grant' ? [entry.grant] : []));
  if (grants.length === 0)
    return (
      <TeachingEmpty
        title={t('push.noGrant')}
        hint={props.push.state === 'parked' ? t('push.parkedHint') : t('push.noGrantHint')}
      />
    );
  return (
    <ul className="rows">
      {grants.map((grant) => (
        <li key={grant.id}>
          <ToneTag tone={tones[grant.state]}>{t(`grants.state.${grant.state}`)}</ToneTag>{' '}
          {t(`grants.evidenceText.${grant.evidence}`)} <Instant at={grant.obtainedAt} />
          {grant.isDoubtful && <ToneTag tone="warn">{t('grants.doubtful')}</ToneTag>}
          {grant.isStanding && <ToneTag tone="calm">{t('grants.standing')}</ToneTag>}
          <p className="quiet">
            <GrantPurpose grant={grant} />
            <ShortId id={grant.id} tail={12} />
          </p>
        </li>
      ))}
    </ul>
  );
}
