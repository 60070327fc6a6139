import { explainDeadLetter, policyForErrcode } from '@yuexin/domain';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/use-format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import type { Minute } from '../../parts/chart/spread-minutes.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { writeFilter } from '../pushes/push-filter.ts';
import type { CauseCount } from './count-causes.ts';

/** Each cause with its words, its share, and the way to its pushes. */
export function CauseTable(props: {
  causes: readonly CauseCount[];
  minutes: readonly Minute[];
  from: string;
  appId: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { causes, minutes, from, appId } = props;
  const sent = minutes.reduce((sum, minute) => sum + minute.sent, 0);
  const refused = causes.reduce((sum, { count }) => sum + count, 0);
  if (causes.length === 0)
    return (
      <TeachingEmpty
        title={t('causes.none')}
        hint={t('causes.noneHint', { sent: format.number(sent) })}
      />
    );
  return (
    <>
      <p>
        {t('causes.summary', {
          refused: format.number(refused),
          share: format.percent(refused / Math.max(1, refused + sent)),
        })}
      </p>
      <ul className="rows cards">
        {causes.map((cause) => (
          <CauseRow
            key={cause.errcode}
            cause={cause}
            share={cause.count / refused}
            from={from}
            appId={appId}
          />
        ))}
      </ul>
    </>
  );
}

function CauseRow(props: {
  cause: CauseCount;
  share: number;
  from: string;
  appId: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = useLanguage();
  const { cause, share, from, appId } = props;
  const { errcode, count } = cause;
  const policy = policyForErrcode(errcode);
  const { meaning, advice } = explainDeadLetter({ reason: policy.reason, errcode });
  const pushes = writeFilter({
    errcode: String(errcode),
    from,
    to: new Date().toISOString(),
    ...(appId !== undefined && { appId }),
  });
  return (
    <li>
      <Card size="small">
        <div className="group">
          <div className="group-count">
            <span className="figure-value">{format.number(count)}</span>
            <span className="quiet">{format.percent(share)}</span>
          </div>
          <div className="grow">
            <p>
              <code>{errcode}</code>{' '}
              <ToneTag tone="calm">{t(`causes.about.${policy.about}`)}</ToneTag>{' '}
              <ToneTag tone="off">{t(`causes.action.${policy.action.kind}`)}</ToneTag>
            </p>
            <strong>{meaning[language]}</strong>
            <p className="quiet">{advice[language]}</p>
          </div>
          <div className="group-acts">
            <Link to={`/pushes?${pushes.toString()}`}>{t('causes.show')}</Link>
          </div>
        </div>
      </Card>
    </li>
  );
}
