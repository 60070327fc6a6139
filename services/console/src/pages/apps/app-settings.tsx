import type { App, AppChange } from '@yuexin/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Alert,
  App as AntdApp,
  Button,
  Form,
  Input,
  InputNumber,
  Select,
  type FormInstance,
} from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useSingleRun } from '../../parts/use-single-run.ts';
import { useMay } from '../../session/session-context.tsx';
import { changeOf, settingsOf, type SettingFields } from './change-of-settings.ts';
import { rebaseSettings } from './rebase-settings.ts';

/** What an administrator may set. Secrets are written, never read: an empty field leaves them as they are. */
export function AppSettings({ app }: { app: App }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { message } = AntdApp.useApp();
  const mayChange = useMay('admin');
  const [form] = Form.useForm<SettingFields>();
  const { isContested, setContested } = useFollow(app, form);
  const change = useMutation({
    mutationFn: (body: AppChange) => api.apps.update(app.appId, body),
    onSuccess: async () => {
      message.success(t('apps.saved'));
      form.setFieldValue('appSecret', undefined);
      setContested(false);
      await queries.invalidateQueries();
    },
  });
  const start = useSingleRun((body: AppChange) => change.mutateAsync(body));
  const save = (fields: SettingFields): void => {
    const body = changeOf(app, fields);
    if (Object.keys(body).length > 0) start(body);
    else message.info(t('apps.nothingChanged'));
  };
  return (
    <Form<SettingFields>
      layout="vertical"
      disabled={!mayChange}
      form={form}
      initialValues={settingsOf(app)}
      onFinish={save}
    >
      <Form.Item
        name="name"
        label={t('apps.name')}
        rules={[{ required: true, whitespace: true, message: t('parts.required') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="sendRatePerSecond" label={t('apps.rate')} extra={t('apps.rateHint')}>
        <InputNumber min={1} max={100_000} precision={0} />
      </Form.Item>
      <Form.Item name="defaultTtlHours" label={t('apps.ttlHours')} extra={t('apps.ttlHint')}>
        <InputNumber min={0.01} max={720} />
      </Form.Item>
      <Form.Item name="grantSource" label={t('apps.facts.grantSource')}>
        <Select
          options={(['either', 'reported', 'witnessed'] as const).map((value) => ({
            value,
            label: t(`apps.grantSources.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="appSecret" label={t('apps.secret')} extra={t('apps.secretHint')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {isContested && <Alert type="warning" showIcon title={t('apps.contested')} />}
      {change.error !== null && <ProblemAlert error={change.error} />}
      {mayChange && (
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('parts.save')}
        </Button>
      )}
    </Form>
  );
}

/** Lets a form follow the app without losing what is typed; says when somebody else has changed the settings meanwhile. */
function useFollow(app: App, form: FormInstance<SettingFields>) {
  const followed = useRef(app);
  const [isContested, setContested] = useState(false);
  useEffect(() => {
    if (followed.current === app) return;
    const typed = form.getFieldsValue(true) as SettingFields;
    const from = settingsOf(followed.current);
    const rebased = rebaseSettings({ typed, from, to: settingsOf(app) });
    followed.current = app;
    form.setFieldsValue(rebased.fields);
    if (rebased.isContested) setContested(true);
  }, [app, form]);
  return { isContested, setContested };
}
