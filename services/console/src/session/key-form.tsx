import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { useSingleRun } from '../parts/use-single-run.ts';
import type { Session } from './session.ts';
import { signIn } from './session-calls.ts';

/** Asks for a key and exchanges it for a session. The key is in no storage of the browser. */
export function KeyForm({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async ({ key }: { key: string }): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      onSignedIn(await signIn(key.trim()));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const start = useSingleRun(submit);
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => start(values as { key: string })}
    >
      {failure !== null && <ProblemAlert error={failure} />}
      <Form.Item
        name="key"
        label={t('session.key')}
        extra={t('session.keyHint')}
        rules={[{ required: true, whitespace: true, message: t('session.keyMissing') }]}
      >
        <Input.Password autoFocus autoComplete="current-password" placeholder="yx_…" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy} block>
        {t('session.signIn')}
      </Button>
    </Form>
  );
}
