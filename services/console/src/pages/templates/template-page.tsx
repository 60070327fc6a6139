import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PauseText } from '../../parts/pause-text.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useTemplates } from '../../parts/use-templates.ts';
import { KeywordTable } from './keyword-table.tsx';
import { TemplateActs } from './template-acts.tsx';
import { TemplateStateTag } from './template-state-tag.tsx';
import { TestSend } from './test-send.tsx';

/** One template: its fields with their limits, and a message to try it with. */
export function TemplatePage() {
  const { t } = useTranslation();
  const { appId = '', templateId = '' } = useParams();
  const templates = useTemplates(appId);
  const template = templates.data?.find((one) => one.templateId === templateId);
  return (
    <>
      <PageHead
        title={template?.title ?? t('templates.title')}
        hint={<ShortId id={templateId} />}
        extra={template !== undefined && <TemplateActs appId={appId} template={template} />}
      />
      <Loaded query={templates}>
        {() =>
          template === undefined ? (
            <TeachingEmpty title={t('templates.unknown')} hint={t('templates.unknownHint')} />
          ) : (
            <>
              <p>
                <TemplateStateTag template={template} />{' '}
                <span className="quiet">{t(`templates.kind.${template.kind}`)}</span>
              </p>
              {template.pause !== null && <PauseText pause={template.pause} />}
              <Card title={<h2>{t('templates.fields')}</h2>} className="below">
                <KeywordTable template={template} />
                {template.example !== '' && <pre className="json">{template.example}</pre>}
              </Card>
              <Card title={<h2>{t('testSend.title')}</h2>}>
                <TestSend appId={appId} template={template} />
              </Card>
            </>
          )
        }
      </Loaded>
    </>
  );
}
