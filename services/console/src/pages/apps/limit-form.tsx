import { Form, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { CapRows } from './cap-rows.tsx';
import type { RuleFields } from './rule-fields.ts';
import { SpanField } from './span-field.tsx';
import { ThenField } from './then-field.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

type Path = readonly (string | number)[];

/** Quiet hours, caps and how long grants are kept: of the app, or of the template at `path`. */
export function LimitForm({ path, isTemplate }: { path: Path; isTemplate: boolean }) {
  const { t } = useTranslation();
  const whole = isTemplate ? ['templates', ...path] : [...path];
  const quiet = Form.useWatch<RuleFields['quiet']>([...whole, 'quiet']);
  const choices = isTemplate ? (['inherit', 'none', 'own'] as const) : (['none', 'own'] as const);
  return (
    <>
      <Form.Item name={[...path, 'quiet']} label={t('rules.quietHours')}>
        <Radio.Group
          options={choices.map((value) => ({ value, label: t(`rules.quietChoices.${value}`) }))}
        />
      </Form.Item>
      {quiet === 'own' && <QuietFields path={[...path, 'quietHours']} />}
      <CapRows path={path} />
      <Form.Item
        name={[...path, 'keepForPurposeSeconds']}
        label={t('rules.keepLabel')}
        extra={t('rules.keepHint')}
      >
        <SpanField />
      </Form.Item>
    </>
  );
}

function QuietFields({ path }: { path: Path }) {
  const { t } = useTranslation();
  return (
    <div className="field-row">
      <Form.Item name={[...path, 'from']} label={t('rules.from')}>
        <Input placeholder="22:00" maxLength={5} className="clock-field" />
      </Form.Item>
      <Form.Item name={[...path, 'to']} label={t('rules.to')}>
        <Input placeholder="08:00" maxLength={5} className="clock-field" />
      </Form.Item>
      <Form.Item
        name={[...path, 'timeZone']}
        label={t('rules.timeZone')}
        initialValue={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        <TimeZoneField />
      </Form.Item>
      <Form.Item name={[...path, 'then']} label={t('rules.thenLabel')} initialValue="hold">
        <ThenField />
      </Form.Item>
      <Form.Item name={[...path, 'spreadSeconds']} label={t('rules.spreadLabel')}>
        <InputNumber min={0} max={3600} precision={0} placeholder="300" />
      </Form.Item>
    </div>
  );
}
