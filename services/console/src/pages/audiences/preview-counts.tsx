import type { AudiencePreview } from '@yuexin/client';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

const rows = [
  ...(['recipients', 'wouldSend', 'wouldPark', 'wouldWaitForLogin', 'wouldRefuse'] as const),
  ...(['grantsSpent', 'problems', 'duplicates'] as const),
];

/** What a dry run counted, each with its meaning, and what would keep it waiting. */
export function PreviewCounts({ preview }: { preview: AudiencePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <table className="counts">
        <tbody>
          {rows.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`audiences.counts.${name}`)}</th>
              <td className="figure">{format.number(preview[name])}</td>
              <td className="quiet">{t(`audiences.countHints.${name}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        {t('audiences.takes', { span: format.span(preview.secondsAtLeast * 1000) })}
      </p>
      {preview.waitsFor.map((code) => (
        <Alert
          key={code}
          type="warning"
          showIcon
          title={t(`audiences.holdUp.${code}` as 'audiences.holdUp.backlog', {
            defaultValue: code,
          })}
        />
      ))}
      {preview.isCapped && <Alert type="info" title={t('deadLetters.capped')} />}
    </>
  );
}
