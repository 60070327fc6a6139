import { Result } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Need } from '../session/session.ts';
import { useMay, useSession } from '../session/session-context.tsx';

/** A page for who may read it. Others are told so, and nothing is asked of the api. */
export function ForRole({ need, children }: { need: Need; children: ReactNode }) {
  return useMay(need) ? children : <NotForRole need={need} />;
}

function NotForRole({ need }: { need: Need }) {
  const { t } = useTranslation();
  const { session } = useSession();
  return (
    <Result
      status="403"
      title={<h1>{t('shell.notForRole')}</h1>}
      subTitle={
        need === 'queues'
          ? t('shell.notForBoundKey')
          : t('shell.notForRoleHint', { role: t(`role.${session.role}`), need })
      }
      extra={<Link to="/">{t('shell.toNow')}</Link>}
    />
  );
}
