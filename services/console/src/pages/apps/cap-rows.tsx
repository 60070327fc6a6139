import { DeleteOutlined } from '@ant-design/icons';
import { Button, Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { ThenField } from './then-field.tsx';
import { SpanField } from './span-field.tsx';

const usual = { most: 5, perSeconds: 86_400, then: 'hold' };

/** How many messages in which span; at most five. */
export function CapRows({ path }: { path: readonly (string | number)[] }) {
  const { t } = useTranslation();
  return (
    <Form.List name={[...path, 'caps']}>
      {(rows, { add, remove }) => (
        <fieldset className="field-set">
          <legend>{t('rules.caps')}</legend>
          {rows.map(({ name }) => (
            <div key={name} className="field-row">
              <Form.Item name={[name, 'most']} label={t('rules.most')}>
                <InputNumber precision={0} />
              </Form.Item>
              <Form.Item name={[name, 'perSeconds']} label={t('rules.perSpan')}>
                <SpanField />
              </Form.Item>
              <Form.Item name={[name, 'then']} label={t('rules.thenLabel')}>
                <ThenField />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('rules.remove')}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          {rows.length < 5 && (
            <Button size="small" onClick={() => add({ ...usual })}>
              {t('rules.addCap')}
            </Button>
          )}
        </fieldset>
      )}
    </Form.List>
  );
}
