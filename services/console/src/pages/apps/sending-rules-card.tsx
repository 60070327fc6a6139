import type { App } from '@yuexin/client';
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { useMay } from '../../session/session-context.tsx';
import { LimitList } from './limit-list.tsx';
import { RulesDialog } from './rules-dialog.tsx';

/** When and how often users are sent something, in words. */
export function SendingRulesCard({ app }: { app: App }) {
  const { t } = useTranslation();
  const mayChange = useMay('admin');
  const [isChanging, setChanging] = useState(false);
  const { templates = [], ...own } = app.sendingRules;
  const hasAny = Object.keys(app.sendingRules).length > 0;
  return (
    <Card
      title={<h2>{t('rules.title')}</h2>}
      extra={mayChange && <Button onClick={() => setChanging(true)}>{t('rules.change')}</Button>}
    >
      {!hasAny && <TeachingEmpty title={t('rules.none')} hint={t('rules.noneHint')} />}
      <LimitList limits={own} />
      {templates.map(({ templateId, ...limits }) => (
        <section key={templateId}>
          <h3>
            <TemplateName appId={app.appId} templateId={templateId} />
          </h3>
          <LimitList limits={limits} />
        </section>
      ))}
      {hasAny && <p className="quiet">{t('rules.urgent')}</p>}
      {isChanging && <RulesDialog app={app} onClose={() => setChanging(false)} />}
    </Card>
  );
}
