import type { Template } from '@yuexin/client';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { limitOf } from './keyword-limit.ts';

type Keyword = Template['keywords'][number];

/** The fields of a template and what each takes. */
export function KeywordTable({ template }: { template: Template }) {
  const { t } = useTranslation();
  return (
    <Table<Keyword>
      size="small"
      pagination={false}
      rowKey={({ key }) => key}
      dataSource={template.keywords}
      scroll={{ x: 'max-content' }}
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
