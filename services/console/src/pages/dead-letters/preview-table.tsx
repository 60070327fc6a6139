import type { ReplayPreview } from '@yuexin/client';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

const rows = [
  'matched',
  'wouldSend',
  'wouldPark',
  'wouldFailAgain',
  'mayDuplicate',
  'alreadyDelivered',
  'grantsSpent',
] as const;

/** What would become of the dead letters, each count with its meaning. */
export function PreviewTable({ preview }: { preview: Omit<ReplayPreview, 'previewToken'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <table className="counts">
        <tbody>
          {rows.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`deadLetters.counts.${name}`)}</th>
              <td className="figure">{format.number(preview[name])}</td>
              <td className="quiet">{t(`deadLetters.countHints.${name}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.isCapped && <Alert type="info" title={t('deadLetters.capped')} />}
    </>
  );
}
