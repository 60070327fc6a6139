import { UserOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useSession } from '../session/session-context.tsx';

/** Who one is here, until when, and the way out. */
export function SessionMenu() {
  const { t } = useTranslation();
  const format = useFormat();
  const { session, leave } = useSession();
  const { message } = App.useApp();
  const items = [
    { key: 'who', disabled: true, label: session.caller },
    {
      key: 'until',
      disabled: true,
      label: t('session.until', { at: format.instant(session.expiresAt) }),
    },
    { type: 'divider' as const },
    {
      key: 'leave',
      label: t('session.signOut'),
      onClick: () => void leave().catch(() => message.error(t('session.notSignedOut'))),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" icon={<UserOutlined />} aria-haspopup="menu">
        <span className="wide-only">{t(`role.${session.role}`)}</span>
      </Button>
    </Dropdown>
  );
}
