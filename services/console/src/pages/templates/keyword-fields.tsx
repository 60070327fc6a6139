import type { Template } from '@yuexin/client';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { sayFault, type Fault } from '../../parts/say-fault.ts';
import { limitOf } from './keyword-limit.ts';

/** One field a keyword, with what it takes and what is wrong with what was typed. */
export function KeywordFields(props: {
  template: Template;
  faults: Readonly<Record<string, Fault>>;
  values: Readonly<Record<string, string | undefined>>;
}) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { template, faults, values } = props;
  return template.keywords.map((keyword) => {
    const { key, label, options = [] } = keyword;
    const { type, length } = limitOf(keyword);
    const fault = faults[key];
    const isTyped = (values[key] ?? '') !== '';
    const isWrong = isTyped && fault !== undefined;
    return (
      <Form.Item
        key={key}
        name={['data', key]}
        label={`${label} (${key})`}
        extra={t(`templates.limits.${type}`)}
        {...(isWrong && { validateStatus: 'error' as const, help: sayFault(fault, language) })}
      >
        {options.length > 0 ? (
          <Select options={options.map((value) => ({ value, label: value }))} />
        ) : (
          <Input
            autoComplete="off"
            aria-invalid={isWrong}
            {...(length !== null && { count: { show: true, max: length } })}
          />
        )}
      </Form.Item>
    );
  });
}
