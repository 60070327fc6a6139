import { DeleteOutlined } from '@ant-design/icons';
import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTemplates } from '../../parts/use-templates.ts';
import { LimitForm } from './limit-form.tsx';
import type { TemplateFields } from './rule-fields.ts';

/** What holds for single templates. */
export function TemplateRules({ appId }: { appId: string }) {
  const { t } = useTranslation();
  const templates = useTemplates(appId);
  const fresh: TemplateFields = { quiet: 'inherit' };
  return (
    <Form.List name="templates">
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ name }) => (
            <fieldset key={name} className="field-set">
              <legend>{t('rules.ofTemplate')}</legend>
              <div className="field-row">
                <Form.Item name={[name, 'templateId']} label={t('push.template')} className="grow">
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    options={(templates.data ?? []).map(({ templateId, title }) => ({
                      value: templateId,
                      label: `${title} ${templateId}`,
                    }))}
                  />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('rules.removeTemplate')}
                  onClick={() => remove(name)}
                />
              </div>
              <LimitForm path={[name]} isTemplate />
            </fieldset>
          ))}
          <Button onClick={() => add(fresh)} className="below">
            {t('rules.addTemplate')}
          </Button>
        </>
      )}
    </Form.List>
  );
}
