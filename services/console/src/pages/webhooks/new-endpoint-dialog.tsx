import type { NewWebhookEndpoint } from '@yuexin/client';
import { callbackTypes } from '@yuexin/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useApps } from '../../session/use-apps.ts';

type Fields = {
  url: string;
  events?: NonNullable<NewWebhookEndpoint['events']>;
  appIds?: string[];
};

/** A new address that is told; its secret is shown once. */
export function NewEndpointDialog(props: {
  onClose: () => void;
  onMade: (secret: string) => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const apps = useApps();
  const [form] = Form.useForm<Fields>();
  const make = useMutation({
    mutationFn: (body: NewWebhookEndpoint) => api.webhooks.createEndpoint(body),
    onSuccess: async ({ secret }) => {
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
      props.onMade(secret);
    },
  });
  const submit = ({ url, events = [], appIds = [] }: Fields): void =>
    make.mutate({
      url,
      ...(events.length > 0 && { events }),
      ...(appIds.length > 0 && { appIds }),
    });
  return (
    <Modal
      open
      title={t('webhooks.make')}
      okText={t('webhooks.make')}
      cancelText={t('parts.leaveIt')}
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <Form<Fields> form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="url"
          label={t('webhooks.url')}
          rules={[{ required: true, message: t('parts.required') }]}
        >
          <Input type="url" autoFocus placeholder="https://" maxLength={2048} />
        </Form.Item>
        <Form.Item name="events" label={t('webhooks.events')} extra={t('webhooks.eventsHint')}>
          <Select
            mode="multiple"
            allowClear
            options={callbackTypes.map((value) => ({ value, label: value }))}
          />
        </Form.Item>
        <Form.Item name="appIds" label={t('keys.apps')} extra={t('keys.appsHint')}>
          <Select
            mode="multiple"
            allowClear
            options={apps.map(({ appId, name }) => ({ value: appId, label: name || appId }))}
          />
        </Form.Item>
        {make.error !== null && <ProblemAlert error={make.error} />}
      </Form>
    </Modal>
  );
}
