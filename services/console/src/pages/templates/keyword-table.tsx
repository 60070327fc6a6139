import type { Template } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { limitOf } from './keyword-limit.ts';
import { WideTable } from '../../parts/wide-table.tsx';

type Keyword = Template['keywords'][number];

/** The fields of a template and what each takes. */
export function KeywordTable({ template }: { template: Template }) {
  const { t } = useTranslation();
  return (
    <WideTable<Keyword>
      label={t('templates.fields')}
      rowKey={({ key }) => key}
      dataSource={template.keywords}
      columns={[
        { title: t('templates.key'), key: 'key', render: (_, { key }) => <code>{key}</code> },
        { title: t('templates.label'), key: 'label', render: (_, { label }) => label },
        {
          title: t('templates.limit'),
          key: 'limit',
          render: (_, keyword) => (
            <>
              {t(`templates.limits.${limitOf(keyword).type}`)}{' '}
              <span className="quiet">{(keyword.options ?? []).join(' / ')}</span>
            </>
          ),
        },
      ]}
    />
  );
}
