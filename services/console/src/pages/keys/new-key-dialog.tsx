import type { NewApiKey } from '@yuexin/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { AppsField, MakeDialog } from '../../parts/make-dialog.tsx';
import { AddressesField } from './addresses-field.tsx';

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
  allowedAddresses?: string[];
  expiresAt?: Dayjs | null;
};

/** Makes a key; its text goes to who asked, once. */
export function NewKeyDialog(props: { onClose: () => void; onMade: (key: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const make = useMutation({
    mutationFn: (body: NewApiKey) => api.apiKeys.create(body),
    onSuccess: async ({ key }) => {
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
      props.onMade(key);
    },
  });
  const submit = ({ name, scopes: chosen, appIds = [], ...fields }: Fields): void => {
    const { expiresAt, allowedAddresses = [] } = fields;
    make.mutate({
      name,
      scopes: chosen,
      ...(appIds.length > 0 && { appIds }),
      ...(allowedAddresses.length > 0 && { allowedAddresses }),
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    });
  };
  const required = [{ required: true, message: t('parts.required') }];
  return (
    <MakeDialog<Fields>
      title={t('keys.make')}
      form={form}
      initialValues={{ scopes: ['push:write', 'push:read'] }}
      making={make}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <Form.Item name="name" label={t('keys.name')} rules={required} extra={t('keys.nameHint')}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="scopes" label={t('keys.scopes')} rules={required}>
        <ScopesField />
      </Form.Item>
      <AppsField />
      <Form.Item
        name="allowedAddresses"
        label={t('keys.addresses')}
        extra={t('keys.addressesHint')}
      >
        <AddressesField />
      </Form.Item>
      <Form.Item name="expiresAt" label={t('keys.expiresAt')} extra={t('keys.expiresHint')}>
        <DatePicker showTime />
      </Form.Item>
    </MakeDialog>
  );
}

/** What a form gives its field, without `aria-required`, which a group of boxes must not have. */
function ScopesField(props: {
  id?: string;
  value?: Fields['scopes'];
  onChange?: (scopes: Fields['scopes']) => void;
}) {
  const { t } = useTranslation();
  const { id, value = [], onChange } = props;
  return (
    <div id={id}>
      <Checkbox.Group<Fields['scopes'][number]>
        className="scopes"
        value={value}
        onChange={(chosen) => onChange?.(chosen)}
        options={scopes.map((scope) => ({
          value: scope,
          label: `${scope} · ${t(`keys.scope.${scope}`)}`,
        }))}
      />
    </div>
  );
}
