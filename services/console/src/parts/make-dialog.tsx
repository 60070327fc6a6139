import { Form, Modal, Select, type FormInstance } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApps } from '../session/use-apps.ts';
import { ProblemAlert } from './problem-alert.tsx';

/** A form in a dialog that makes something; what the api has against it stands below its fields. */
export function MakeDialog<Fields extends object>(props: {
  title: string;
  form: FormInstance<Fields>;
  initialValues?: Partial<Fields>;
  making: { isPending: boolean; error: Error | null };
  onSubmit: (fields: Fields) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { form, initialValues, making, onSubmit } = props;
  // A form looks at its fields first: two clicks are both through before anything is pending.
  const isUnderWay = useRef(false);
  useEffect(() => {
    if (!making.isPending) isUnderWay.current = false;
  }, [making.isPending]);
  const submit = (fields: Fields): void => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    onSubmit(fields);
  };
  return (
    <Modal
      open
      title={props.title}
      okText={props.title}
      cancelText={t('parts.leaveIt')}
      confirmLoading={making.isPending}
      onOk={() => form.submit()}
      // Whoever pressed is told what became of it.
      onCancel={() => {
        if (!making.isPending) props.onClose();
      }}
      cancelButtonProps={{ disabled: making.isPending }}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={submit}
        {...(initialValues !== undefined && { initialValues })}
      >
        {props.children}
        {making.error !== null && <ProblemAlert error={making.error} />}
      </Form>
    </Modal>
  );
}

/** Which apps it is bound to; none chosen: all. */
export function AppsField() {
  const { t } = useTranslation();
  const apps = useApps();
  return (
    <Form.Item name="appIds" label={t('keys.apps')} extra={t('keys.appsHint')}>
      <Select
        mode="multiple"
        allowClear
        options={apps.map(({ appId, name }) => ({ value: appId, label: name || appId }))}
      />
    </Form.Item>
  );
}
