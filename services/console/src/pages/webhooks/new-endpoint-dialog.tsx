import type { NewWebhookEndpoint } from '@yuexin/client';
import { callbackTypes } from '@yuexin/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { AppsField, MakeDialog } from '../../parts/make-dialog.tsx';

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
  const [form] = Form.useForm<Fields>();
  const make = useMutation({
    mutationFn: async (body: NewWebhookEndpoint) => {
      const { id, secret } = await api.webhooks.createEndpoint(body);
      // Made, and the answer was lost: nobody has seen its secret.
      return secret === null ? api.webhooks.rotateSecret(id) : { secret };
    },
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
    <MakeDialog<Fields>
      title={t('webhooks.make')}
      form={form}
      making={make}
      onSubmit={submit}
      onClose={props.onClose}
    >
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
      <AppsField />
    </MakeDialog>
  );
}
