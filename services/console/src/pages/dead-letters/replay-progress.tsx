import type { Replay } from '@yuexin/client';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** How many of all have had their turn, whatever became of them. */
const turnsOf = ({ progress }: Pick<Replay, 'progress'>): number =>
  progress.replayed + progress.parked + progress.failed + progress.leftOut + progress.skipped;

export function ReplayProgress({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { total } = replay.progress;
  const turns = turnsOf(replay);
  return (
    <div className="progress">
      <Progress
        percent={total === 0 ? 100 : Math.round((turns / total) * 100)}
        size="small"
        showInfo={false}
        aria-label={t('replay.progress')}
      />
      <span className="figure">{`${format.number(turns)} / ${format.number(total)}`}</span>
    </div>
  );
}
