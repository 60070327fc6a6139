import type { Template } from '@yuexin/client';
import { useTranslation } from 'react-i18next';

export type MessageValues = Readonly<Record<string, string>>;

/** The message as the phone shows it. Values are text, whatever they look like. */
export function MessageCard(props: {
  title: string;
  keywords: Template['keywords'];
  values: MessageValues;
  appName: string;
  hasPage: boolean;
  /** By keyword; those that have one are marked. */
  faults?: Readonly<Record<string, unknown>>;
}) {
  const { t } = useTranslation();
  const { title, keywords, values, appName, hasPage, faults = {} } = props;
  return (
    <figure className="message-card" aria-label={t('parts.messageCard')}>
      <figcaption className="message-app">{appName}</figcaption>
      <p className="message-title">{title}</p>
      <dl>
        {keywords.map(({ key, label }) => (
          <div key={key} className={faults[key] === undefined ? undefined : 'message-fault'}>
            <dt>{label}</dt>
            <dd>{values[key] ?? ''}</dd>
          </div>
        ))}
      </dl>
      {hasPage && <p className="message-more">{t('parts.openMiniProgram')}</p>}
    </figure>
  );
}
