import type { Causes } from '@yuexin/client';
import { policyForErrcode } from '@yuexin/domain';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/use-format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';
import { writeFilter } from '../pushes/push-filter.ts';

type Cause = Causes['causes'][number];

/** How bad it is, by what became of the pushes. */
const tones: Record<Cause['kind'], Tone> = {
  ...{ refused: 'warn', parked: 'wait', dead: 'bad', expired: 'off', cancelled: 'off' },
};

/** Each cause with its words, its share, and the way to its pushes. */
export function CauseTable(props: {
  causes: readonly Cause[];
  from: string;
  appId: string | undefined;
}) {
  const { causes, from, appId } = props;
  const all = causes.reduce((sum, { times }) => sum + times, 0);
  return (
    <ul className="rows cards">
      {causes.map((cause) => (
        <CauseRow
          key={cause.name}
          cause={cause}
          share={cause.times / all}
          pushes={pushesOf({ cause, from, appId })}
        />
      ))}
    </ul>
  );
}

function CauseRow({ cause, share, pushes }: { cause: Cause; share: number; pushes: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = useLanguage();
  const { kind, reason, errcode, times, about, meaning, advice } = cause;
  return (
    <li>
      <Card size="small">
        <div className="group">
          <div className="group-count">
            <span className="figure-value">{format.number(times)}</span>
            <span className="quiet">{format.percent(share)}</span>
          </div>
          <div className="grow">
            <p>
              <ToneTag tone={tones[kind]}>{t(`causes.kind.${kind}`)}</ToneTag>{' '}
              <ToneTag tone="calm">{t(`causes.about.${about}`)}</ToneTag>{' '}
              {kind === 'refused' && errcode !== null && (
                <ToneTag tone="off">
                  {t(`causes.action.${policyForErrcode(errcode).action.kind}`)}
                </ToneTag>
              )}{' '}
              <code>{[errcode, reason].filter((part) => part !== null).join(' ')}</code>
            </p>
            <strong>{meaning[language]}</strong>
            <p className="quiet">{advice[language]}</p>
          </div>
          <div className="group-acts">
            <Link to={`/pushes?${pushes}`}>{t(`causes.show.${kind}`)}</Link>
          </div>
        </div>
      </Card>
    </li>
  );
}

/** The pushes that its link names: of refusals those created in the span, else all that are so, since many were created long before. */
function pushesOf(of: { cause: Cause; from: string; appId: string | undefined }): string {
  const { cause, from, appId } = of;
  const { kind, reason, errcode } = cause;
  return writeFilter({
    ...(kind !== 'refused' && { state: [kind] }),
    ...(reason !== null && { reason }),
    ...(errcode !== null && { errcode: String(errcode) }),
    ...(kind === 'refused' && { from, to: new Date().toISOString() }),
    ...(appId !== undefined && { appId }),
  }).toString();
}
