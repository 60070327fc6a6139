import type { DeadLetterGroup } from '@yuexin/client';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/use-format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { writeFilter } from '../pushes/push-filter.ts';

/** One cause: how many, since when, what it means and what mends it. */
export function GroupCard(props: {
  group: DeadLetterGroup;
  onReplay: (() => void) | undefined;
  onDiscard: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = useLanguage();
  const { group, onReplay, onDiscard } = props;
  const { appId, templateId, reason, errcode } = group;
  const pushes = writeFilter({
    appId,
    templateId,
    reason,
    errcode: String(errcode ?? 'none'),
    state: ['dead'],
  });
  return (
    <li>
      <Card size="small">
        <div className="group">
          <div className="group-count">
            <span className="figure-value">{format.number(group.count)}</span>
            <code>{errcode ?? reason}</code>
          </div>
          <div className="grow">
            <strong>{group.meaning[language]}</strong>
            <p>{group.advice[language]}</p>
            <p className="quiet">
              <AppName appId={appId} /> · <TemplateName appId={appId} templateId={templateId} /> ·{' '}
              <code>{reason}</code>
              {' · '}
              {t('deadLetters.newest')} <Instant at={group.newestAt} isRelative />
              {' · '}
              {t('deadLetters.oldest')} <Instant at={group.oldestAt} isRelative />
            </p>
          </div>
          <div className="group-acts">
            {onReplay !== undefined && (
              <Button type="primary" onClick={onReplay}>
                {t('deadLetters.preview')}
              </Button>
            )}
            {onDiscard !== undefined && (
              <Button danger onClick={onDiscard}>
                {t('deadLetters.discard')}
              </Button>
            )}
            <Link to={`/pushes?${pushes.toString()}`}>{t('deadLetters.show')}</Link>
            <Link to={`/pushes/${group.samplePushId}`}>{t('deadLetters.sample')}</Link>
          </div>
        </div>
      </Card>
    </li>
  );
}
