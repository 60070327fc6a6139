import type { GrantFlow } from '@yuexin/client';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ShareBar } from '../../parts/share-bar.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';

/** How old grants were when a message spent them. */
export function LifeCard({ flow }: { flow: GrantFlow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = flow.life.reduce((sum, { times }) => sum + times, 0);
  const nameOf = (seconds: number | null): string =>
    seconds === null ? t('grants.longer') : t('grants.upTo', { span: format.span(seconds * 1000) });
  return (
    <Card title={<h2>{t('grants.life')}</h2>}>
      {all === 0 ? (
        <TeachingEmpty title={t('grants.noLife')} hint={t('grants.noLifeHint')} />
      ) : (
        <table className="counts">
          <tbody>
            {flow.life.map(({ upToSeconds, times }) => (
              <tr key={upToSeconds ?? 'longer'}>
                <th scope="row">{nameOf(upToSeconds)}</th>
                <td className="share-cell">
                  <ShareBar share={times / all} label={nameOf(upToSeconds)} />
                </td>
                <td className="figure">{format.percent(times / all)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
