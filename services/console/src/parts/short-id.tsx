import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** An id in full to read and to copy; `tail` shows its last characters only. */
export function ShortId({ id, tail }: { id: string; tail?: number }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(id);
    message.success(t('parts.copied'));
  };
  return (
    <span className="short-id">
      <code title={id}>{tail === undefined ? id : `…${id.slice(-tail)}`}</code>
      <Button
        type="text"
        size="small"
        icon={<CopyOutlined />}
        aria-label={t('parts.copy', { what: id })}
        onClick={() => void copy()}
      />
    </span>
  );
}
