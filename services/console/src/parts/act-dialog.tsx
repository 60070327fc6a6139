import { Alert, Form, Input, Modal } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './problem-alert.tsx';

/** What is about to be done, in words, before it is done. */
export type Act = {
  title: string;
  /** What will happen, with its count. */
  effect: ReactNode;
  isDestructive?: boolean;
  /** What else is to be seen before it is confirmed. */
  details?: ReactNode;
  /** Whether a reason is asked for; `required` for what cannot be taken back. */
  reason?: 'optional' | 'required';
  confirm: string;
  run: (reason: string | undefined) => Promise<unknown>;
};

/** Says what a button would do and does it once, however often it is pressed. */
export function ActDialog(props: { act: Act | null; onClose: () => void; children?: ReactNode }) {
  const { act, onClose } = props;
  const [failure, setFailure] = useState<unknown>(null);
  const close = (): void => {
    setFailure(null);
    onClose();
  };
  return (
    <OpenAct
      key={act?.title ?? 'none'}
      {...props}
      failure={failure}
      setFailure={setFailure}
      onClose={close}
    />
  );
}

function OpenAct(props: {
  act: Act | null;
  onClose: () => void;
  failure: unknown;
  setFailure: (failure: unknown) => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { act, onClose, failure, setFailure, children } = props;
  const [isBusy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const isMissing = act?.reason === 'required' && reason.trim() === '';
  const run = async (): Promise<void> => {
    if (act === null || isBusy || isMissing) return;
    setBusy(true);
    setFailure(null);
    try {
      await act.run(reason.trim() === '' ? undefined : reason.trim());
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={act !== null}
      title={act?.title}
      // Whoever pressed is told what became of it.
      onCancel={() => {
        if (!isBusy) onClose();
      }}
      onOk={() => void run()}
      okText={act?.confirm}
      cancelText={t('parts.leaveIt')}
      confirmLoading={isBusy}
      cancelButtonProps={{ disabled: isBusy }}
      okButtonProps={{ danger: act?.isDestructive === true, disabled: isMissing }}
      destroyOnHidden
    >
      <Alert
        type={act?.isDestructive === true ? 'warning' : 'info'}
        title={act?.effect}
        className="act-effect"
      />
      {act?.details}
      {children}
      {act?.reason !== undefined && (
        <ReasonField value={reason} isRequired={act.reason === 'required'} onChange={setReason} />
      )}
      {failure !== null && <ProblemAlert error={failure} />}
    </Modal>
  );
}

function ReasonField(props: {
  value: string;
  isRequired: boolean;
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Form layout="vertical">
      <Form.Item
        label={t('parts.reason')}
        htmlFor={id}
        required={props.isRequired}
        extra={t('parts.reasonHint')}
      >
        <Input.TextArea
          id={id}
          rows={2}
          maxLength={500}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      </Form.Item>
    </Form>
  );
}
