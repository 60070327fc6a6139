import type { User } from '@yuexin/client';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { Instant } from '../../parts/instant.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useChosenApp } from '../../parts/use-chosen-app.ts';
import { WideTable } from '../../parts/wide-table.tsx';

type Fields = { by: 'phone' | 'unionid' | 'openid'; value: string };

/** Finds a person by what one knows of them. Phones go in the body and are shown masked. */
export function UsersPage() {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const [appId, choose] = useChosenApp();
  const find = useMutation({
    mutationFn: ({ by, value }: Fields) =>
      api.users.search(appId ?? '', by === 'phone' ? { phone: value } : { unionid: value }),
  });
  // Who was found is of the app that was asked.
  const chooseAnother = (next: string | undefined): void => {
    find.reset();
    choose(next);
  };
  const submit = (fields: Fields): void => {
    const value = fields.value.trim();
    if (fields.by === 'openid') void navigate(`/users/${appId ?? ''}/${encodeURIComponent(value)}`);
    else find.mutate({ ...fields, value });
  };
  return (
    <>
      <PageHead
        title={t('navigation.users')}
        hint={t('users.hint')}
        extra={<AppSelect value={appId} onChange={chooseAnother} />}
      />
      <Form<Fields>
        layout="inline"
        className="find-user"
        initialValues={{ by: 'phone' }}
        onFinish={submit}
      >
        <Form.Item name="by">
          <Select
            aria-label={t('users.by')}
            options={(['phone', 'openid', 'unionid'] as const).map((value) => ({
              value,
              label: t(`users.byChoices.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="value"
          rules={[{ required: true, whitespace: true, message: t('parts.required') }]}
        >
          <Input allowClear autoComplete="off" aria-label={t('users.value')} maxLength={128} />
        </Form.Item>
        <Button
          type="primary"
          htmlType="submit"
          loading={find.isPending}
          disabled={appId === undefined}
        >
          {t('users.find')}
        </Button>
      </Form>
      {find.error !== null && <ProblemAlert error={find.error} />}
      {find.data === undefined ? (
        <TeachingEmpty title={t('users.start')} hint={t('users.startHint')} />
      ) : (
        <FoundUsers appId={appId ?? ''} users={find.data.data} />
      )}
    </>
  );
}

function FoundUsers({ appId, users }: { appId: string; users: readonly User[] }) {
  const { t } = useTranslation();
  return (
    <WideTable<User>
      label={t('users.found')}
      rowKey={({ openid }) => openid}
      dataSource={users}
      locale={{ emptyText: <TeachingEmpty title={t('users.none')} hint={t('users.noneHint')} /> }}
      columns={[
        {
          title: t('users.byChoices.openid'),
          key: 'openid',
          render: (_, { openid }) => (
            <Link to={`/users/${appId}/${openid}`} className="breakable">
              {openid}
            </Link>
          ),
        },
        {
          title: t('users.byChoices.phone'),
          key: 'phone',
          render: (_, { phoneMasked }) => phoneMasked ?? '–',
        },
        {
          title: t('users.lastLogin'),
          key: 'lastLoginAt',
          render: (_, { lastLoginAt }) => <Instant at={lastLoginAt} />,
        },
      ]}
    />
  );
}
