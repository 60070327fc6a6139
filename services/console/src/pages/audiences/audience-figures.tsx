import type { Audience } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { AudienceProgress } from './audience-progress.tsx';

/** How far it is, in figures that each say what they count. */
export function AudienceFigures({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { appId, templateId, progress, problems, duplicates, recipients } = audience;
  const counts = { recipients, ...progress, problems, duplicates };
  const names = [
    ...(['recipients', 'accepted', 'parked', 'refused', 'waiting'] as const),
    ...(['problems', 'duplicates'] as const),
  ];
  return (
    <>
      <AudienceProgress audience={audience} />
      <table className="counts">
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`audiences.counts.${name}`)}</th>
              <td className="figure">{format.number(counts[name])}</td>
              <td className="quiet">{t(`audiences.countHints.${name}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        <AppName appId={appId} /> · <TemplateName appId={appId} templateId={templateId} /> ·{' '}
        {t(`audiences.source.${audience.source}`)} ·{' '}
        {t('audiences.perSecond', { rate: audience.ratePerSecond })} ·{' '}
        {t(`push.onNoGrantChoices.${audience.message.onNoGrant}`)}
      </p>
      <p className="quiet">
        <code>{audience.createdBy}</code> <Instant at={audience.createdAt} />
        {audience.startedAt !== null && (
          <>
            {' · '}
            {t('replay.startedAt')} <Instant at={audience.startedAt} />
          </>
        )}
        {audience.finishedAt !== null && (
          <>
            {' · '}
            {t('audiences.endedAt')} <Instant at={audience.finishedAt} />
          </>
        )}
      </p>
    </>
  );
}
