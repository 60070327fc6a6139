import type { AuditEntry } from '@yuexin/client';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useList, type ListHold } from '../../parts/use-list.ts';
import { useSingleRun } from '../../parts/use-single-run.ts';

const names = ['target', 'actor', 'action'] as const;
type Filter = Partial<Record<(typeof names)[number] | 'appId', string>>;

const fields = [...names, 'appId'] as const;

const readFilter = (params: URLSearchParams): Filter =>
  Object.fromEntries(
    fields.flatMap((name) => {
      const value = params.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );

function writeFilter(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of fields) {
    const value = filter[name]?.trim() ?? '';
    if (value !== '') params.set(name, value);
  }
  return params;
}

/** Who did what, with what was before and after. */
export function AuditPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const list = useList(['audit', params.toString()], (cursor) =>
    api.operating.listAudit({ ...filter, ...(cursor !== undefined && { cursor }) }),
  );
  const save = useMutation({
    mutationFn: () => api.operating.exportAudit({ ...filter, format: 'csv' }),
    onSuccess: (text) => saveFile({ name: 'audit.csv', text, type: 'text/csv' }),
  });
  const startExport = useSingleRun(() => save.mutateAsync());
  const search = (next: Filter): void => setParams(writeFilter(next));
  return (
    <>
      <PageHead
        title={t('navigation.audit')}
        hint={t('audit.hint')}
        extra={
          <Button loading={save.isPending} onClick={startExport}>
            {t('audit.export')}
          </Button>
        }
      />
      {save.error !== null && <ProblemAlert error={save.error} />}
      <Form<Filter>
        layout="vertical"
        className="filter"
        initialValues={filter}
        onFinish={(next) =>
          search({ ...next, ...(filter.appId !== undefined && { appId: filter.appId }) })
        }
      >
        <Form.Item label={t('parts.app')}>
          <AppSelect
            allowsAll
            value={filter.appId}
            onChange={(appId) => search({ ...filter, appId: appId ?? '' })}
          />
        </Form.Item>
        {names.map((name) => (
          <Form.Item key={name} name={name} label={t(`audit.${name}`)}>
            <Input allowClear maxLength={256} placeholder={t(`audit.${name}Example`)} />
          </Form.Item>
        ))}
        <div className="filter-buttons">
          <Button type="primary" htmlType="submit">
            {t('pushes.search')}
          </Button>
        </div>
      </Form>
      <AuditTable list={list} />
    </>
  );
}

function AuditTable({ list }: { list: ListHold<AuditEntry> }) {
  const { t } = useTranslation();
  return (
    <ListTable<AuditEntry>
      list={list}
      label={t('navigation.audit')}
      rowKey={({ id }) => id}
      empty={<TeachingEmpty title={t('audit.none')} hint={t('audit.noneHint')} />}
      expandable={{
        columnTitle: <span className="unseen">{t('parts.details')}</span>,
        expandedRowRender: (entry) => <BeforeAndAfter entry={entry} />,
      }}
      columns={[
        { title: t('audit.at'), key: 'at', render: (_, { at }) => <Instant at={at} /> },
        {
          title: t('audit.action'),
          key: 'action',
          render: (_, { action }) => <code>{action}</code>,
        },
        {
          title: t('audit.target'),
          key: 'target',
          render: (_, { target }) => <code className="breakable">{target}</code>,
        },
        { title: t('parts.reason'), key: 'reason', render: (_, { reason }) => reason ?? '–' },
        {
          title: t('audit.actor'),
          key: 'actor',
          render: (_, { actor }) => <code className="breakable">{actor}</code>,
        },
      ]}
    />
  );
}

function BeforeAndAfter({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  return (
    <div className="columns">
      {(['before', 'after'] as const).map((when) => (
        <div key={when}>
          <strong>{t(`audit.${when}`)}</strong>
          <pre className="json">{JSON.stringify(entry[when], null, 2)}</pre>
        </div>
      ))}
    </div>
  );
}
