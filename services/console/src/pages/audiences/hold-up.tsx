import type { Audience } from '@yuexin/client';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../parts/page-link.tsx';

/** What it waits for, or why it stopped, and where that is mended. */
export function HoldUp({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const { state, reason, waitsFor, appId, templateId } = audience;
  const stopped = state === 'paused' ? reason : null;
  const waiting = state === 'running' || state === 'collecting' ? waitsFor : null;
  const code = stopped?.code ?? waiting;
  if (code === null) return null;
  const place = code.startsWith('template')
    ? { to: `/templates/${appId}/${templateId}`, name: t('templates.title') }
    : { to: `/apps/${appId}`, name: t('apps.title') };
  return (
    <Alert
      type="warning"
      showIcon
      className="act-effect"
      title={t(`audiences.holdUp.${code}` as 'audiences.holdUp.backlog', {
        defaultValue: stopped?.message ?? code,
      })}
      description={
        <>
          <code>{code}</code> · <PageLink to={place.to}>{place.name}</PageLink>
        </>
      }
    />
  );
}
