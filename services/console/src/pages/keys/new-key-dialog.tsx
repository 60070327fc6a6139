import type { NewApiKey } from '@yuexin/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, DatePicker, Form, Input, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useApps } from '../../session/use-apps.ts';

const scopes = [
  'push:write',
  'push:read',
  'grant:read',
  'grant:write',
  'template:read',
  'operator',
  'admin',
] as const;

type Fields = {
  name: string;
  scopes: NewApiKey['scopes'];
  appIds?: string[];
  expiresAt?: Dayjs | null;
};

/** Makes a key; its text goes to who asked, once. */
export function NewKeyDialog(props: { onClose: () => void; onMade: (key: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const apps = useApps();
  const [form] = Form.useForm<Fields>();
  const make = useMutation({
    mutationFn: (body: NewApiKey) => api.apiKeys.create(body),
    onSuccess: async ({ key }) => {
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
      props.onMade(key);
    },
  });
  const submit = ({ name, scopes: chosen, appIds = [], expiresAt }: Fields): void =>
    make.mutate({
      name,
      scopes: chosen,
      ...(appIds.length > 0 && { appIds }),
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    });
  const required = [{ required: true, message: t('parts.required') }];
  return (
    <Modal
      open
      title={t('keys.make')}
      okText={t('keys.make')}
      cancelText={t('parts.leaveIt')}
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={submit}
        initialValues={{ scopes: ['push:write', 'push:read'] }}
      >
        <Form.Item name="name" label={t('keys.name')} rules={required} extra={t('keys.nameHint')}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="scopes" label={t('keys.scopes')} rules={required}>
          <Checkbox.Group
            className="scopes"
            options={scopes.map((value) => ({
              value,
              label: `${value} · ${t(`keys.scope.${value}`)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="appIds" label={t('keys.apps')} extra={t('keys.appsHint')}>
          <Select
            mode="multiple"
            allowClear
            options={apps.map(({ appId, name }) => ({ value: appId, label: name || appId }))}
          />
        </Form.Item>
        <Form.Item name="expiresAt" label={t('keys.expiresAt')} extra={t('keys.expiresHint')}>
          <DatePicker showTime />
        </Form.Item>
        {make.error !== null && <ProblemAlert error={make.error} />}
      </Form>
    </Modal>
  );
}
