import type { AudiencePreview } from '@yuexin/client';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

const rows = [
  ...(['recipients', 'wouldSend', 'wouldBeHeld', 'wouldBeDropped', 'wouldPark'] as const),
  ...(['wouldWaitForLogin', 'wouldRefuse', 'grantsSpent', 'problems', 'duplicates'] as const),
];
/** Of an app without sending rules nobody need read of them. */
const ofRules: readonly string[] = ['wouldBeHeld', 'wouldBeDropped'];

/** What a dry run counted, each with its meaning, and what would keep it waiting. */
export function PreviewCounts({ preview }: { preview: AudiencePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = rows.filter((name) => preview[name] > 0 || !ofRules.includes(name));
  return (
    <>
      <table className="counts">
        <tbody>
          {shown.map((name) => (
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
