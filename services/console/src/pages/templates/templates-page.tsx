import type { Template } from '@yuexin/client';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { exampleValues } from '../../parts/example-values.ts';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MessageCard } from '../../parts/message-card.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useAct } from '../../parts/use-act.ts';
import { useChosenApp } from '../../parts/use-chosen-app.ts';
import { useTemplates } from '../../parts/use-templates.ts';
import { useMay } from '../../session/session-context.tsx';
import { TemplateChanges } from './template-changes.tsx';
import { TemplateStateTag } from './template-state-tag.tsx';

/** The templates of an app as they were last synced, each as the phone shows it. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const [appId, choose] = useChosenApp();
  const templates = useTemplates(appId);
  if (appId === undefined)
    return (
      <>
        <PageHead title={t('navigation.templates')} />
        <TeachingEmpty title={t('apps.none')} hint={t('apps.noneHint')} />
      </>
    );
  return (
    <>
      <PageHead
        title={t('navigation.templates')}
        hint={t('templates.hint')}
        extra={
          <>
            <AppSelect value={appId} onChange={choose} />
            <SyncButton appId={appId} />
          </>
        }
      />
      <Loaded query={templates}>
        {(list) =>
          list.length === 0 ? (
            <TeachingEmpty title={t('templates.none')} hint={t('templates.noneHint')} />
          ) : (
            <ul className="template-cards">
              {list.map((template) => (
                <TemplateTile key={template.templateId} appId={appId} template={template} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <TemplateChanges appId={appId} />
    </>
  );
}

function TemplateTile({ appId, template }: { appId: string; template: Template }) {
  const { t } = useTranslation();
  return (
    <li>
      <MessageCard
        title={template.title}
        keywords={template.keywords}
        values={exampleValues(template)}
        appName={t(`templates.kind.${template.kind}`)}
        hasPage={false}
      />
      <p>
        <Link to={`/templates/${appId}/${template.templateId}`}>{t('templates.open')}</Link>{' '}
        <TemplateStateTag template={template} />
      </p>
      <p className="quiet">
        {t('templates.syncedAt')} <Instant at={template.syncedAt} isRelative />
      </p>
    </li>
  );
}

function SyncButton({ appId }: { appId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const maySync = useMay('admin');
  const { act, ask, close } = useAct();
  if (!maySync) return null;
  const sync = (): void =>
    ask({
      title: t('templates.sync'),
      effect: t('templates.syncEffect'),
      confirm: t('templates.sync'),
      done: t('templates.synced'),
      run: () => api.templates.sync(appId),
    });
  return (
    <>
      <Button onClick={sync}>{t('templates.sync')}</Button>
      <ActDialog act={act} onClose={close} />
    </>
  );
}
