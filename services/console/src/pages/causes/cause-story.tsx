import type { Causes } from '@yuexin/client';
import { Card, Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { Chart } from '../../parts/chart/chart.tsx';
import { chosenSpans, type ChosenSpan } from '../../parts/chosen-span.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { CauseTable } from './cause-table.tsx';
import { drawCauses, type DrawnBy } from './draw-causes.ts';

type Props = {
  causes: Causes;
  span: ChosenSpan;
  appId: string | undefined;
  /** The class looked at; undefined: all. */
  about: string | undefined;
  onAbout: (about: string | undefined) => void;
  /** What the trend tells apart. */
  by: DrawnBy;
  onBy: (by: DrawnBy) => void;
};

/** The causes of a span: their sums, how they went, and each in words. */
export function CauseStory(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { causes: answer, span, appId, about } = props;
  const shown = answer.causes.filter((cause) => about === undefined || cause.about === about);
  const from = new Date(Date.parse(answer.at) - chosenSpans[span].minutes * 60_000).toISOString();
  const sumOf = (...kinds: string[]): number =>
    answer.causes.reduce((sum, { kind, times }) => sum + (kinds.includes(kind) ? times : 0), 0);
  const refused = sumOf('refused');
  if (answer.causes.length === 0)
    return (
      <TeachingEmpty
        title={t('causes.none')}
        hint={t('causes.noneHint', { sent: format.number(answer.sent) })}
      />
    );
  return (
    <>
      <p>
        {t('causes.summary', {
          sent: format.number(answer.sent),
          refused: format.number(refused),
          share: format.percent(refused / Math.max(1, refused + answer.sent)),
          lost: format.number(sumOf('dead', 'expired', 'cancelled')),
          parked: format.number(sumOf('parked')),
        })}
      </p>
      <Trend {...props} shown={shown} />
      {shown.length === 0 ? (
        <p className="quiet">{t('causes.classNone')}</p>
      ) : (
        <CauseTable causes={shown} from={from} appId={appId} />
      )}
    </>
  );
}

function Trend(props: Props & { shown: Causes['causes'] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { causes, span, about, onAbout, by, onBy, shown } = props;
  const nameOf = useMemo(
    () => ({
      cause: ({ kind, errcode, meaning }: Causes['causes'][number]) =>
        [t(`causes.kind.${kind}`), errcode, meaning[language]]
          .filter((part) => part !== null)
          .join(' · '),
      about: (cause: Causes['causes'][number]) => t(`causes.about.${cause.about}`),
    }),
    [t, language],
  );
  const drawn = useMemo(
    () => drawCauses({ answer: causes, shown, span, nameOf: nameOf[by] }),
    [causes, shown, span, by, nameOf],
  );
  const classes = [...new Set(causes.causes.map((cause) => cause.about))];
  return (
    <Card
      title={<h2>{t('causes.trend')}</h2>}
      className="below"
      extra={
        <div className="card-tools">
          <Select
            aria-label={t('causes.class')}
            className="app-select"
            value={about ?? ''}
            onChange={(next) => onAbout(next === '' ? undefined : next)}
            options={[
              { value: '', label: t('causes.allClasses') },
              ...classes.map((value) => ({ value, label: t(`causes.about.${value}`) })),
            ]}
          />
          <Segmented<DrawnBy>
            aria-label={t('causes.by')}
            value={by}
            onChange={onBy}
            options={(['cause', 'about'] as const).map((value) => ({
              value,
              label: t(`causes.byChoices.${value}`),
            }))}
          />
        </div>
      }
    >
      <Chart kind="stacked-bar" label={t('causes.trend')} {...drawn} />
    </Card>
  );
}
