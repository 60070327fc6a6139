import type { App, SendingRules } from '@yuexin/client';
import { ProblemError } from '@yuexin/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntdApp, Button, Form, Input, Modal } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useLanguage } from '../../i18n/use-language.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { sayFault } from '../../parts/say-fault.ts';
import { LimitForm } from './limit-form.tsx';
import { fieldOf, fieldsOf, rulesOf, type RuleFields } from './rule-fields.ts';
import { TemplateRules } from './template-rules.tsx';

type Fields = RuleFields & { reason?: string };

/** The rules as a whole, changed by an administrator; what the api has against one stands at its field. */
export function RulesDialog({ app, onClose }: { app: App; onClose: () => void }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const api = useApi();
  const queries = useQueryClient();
  const { message } = AntdApp.useApp();
  const [form] = Form.useForm<Fields>();
  // A form looks at its fields first: two clicks are both through before anything is pending.
  const isSaving = useRef(false);
  const save = useMutation({
    mutationFn: ({ reason = '', ...fields }: Fields) =>
      api.apps.setSendingRules(app.appId, {
        ...(rulesOf(fields) satisfies SendingRules),
        reason: reason.trim(),
      }),
    onSuccess: async () => {
      message.success(t('apps.saved'));
      await queries.invalidateQueries();
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ProblemError)) return;
      const faults = error.errors.map((fault) => ({
        ...{ name: fieldOf(fault.pointer), errors: [sayFault(fault, language)] },
      }));
      form.setFields(faults as Parameters<typeof form.setFields>[0]);
    },
  });
  const submit = (): void => {
    // Of lists the form gives those parts only that have a field; what was read stays whole.
    if (isSaving.current) return;
    isSaving.current = true;
    save.mutate(form.getFieldsValue(true) as Fields, {
      onSettled: () => {
        isSaving.current = false;
      },
    });
  };
  return (
    <Modal
      open
      title={t('rules.change')}
      footer={null}
      width={680}
      // Whoever pressed is told what became of it.
      onCancel={() => {
        if (!save.isPending) onClose();
      }}
    >
      <Alert type="info" className="act-effect" title={t('rules.effect')} />
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={fieldsOf(app.sendingRules)}
        onFinish={submit}
      >
        <LimitForm path={[]} isTemplate={false} />
        <TemplateRules appId={app.appId} />
        <Form.Item
          name="reason"
          label={t('parts.reason')}
          extra={t('parts.reasonHint')}
          rules={[{ required: true, whitespace: true, message: t('parts.required') }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        {save.error !== null && <ProblemAlert error={save.error} />}
        <div className="dialog-foot">
          <span className="grow" />
          <Button disabled={save.isPending} onClick={onClose}>
            {t('parts.leaveIt')}
          </Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('rules.change')}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
