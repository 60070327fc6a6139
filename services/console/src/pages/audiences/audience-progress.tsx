import type { Audience } from '@yuexin/client';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** How many of its recipients have had their turn, whatever became of them. */
export function AudienceProgress({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = audience;
  const turns = progress.accepted + progress.refused;
  const total = turns + progress.waiting;
  return (
    <div className="progress">
      <Progress
        percent={total === 0 ? 0 : Math.floor((turns / total) * 100)}
        size="small"
        showInfo={false}
        aria-label={t('audiences.progress')}
      />
      <span className="figure">{`${format.number(turns)} / ${format.number(total)}`}</span>
    </div>
  );
}
