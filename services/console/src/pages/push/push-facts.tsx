import type { Push } from '@yuexin/client';
import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { PageLink } from '../../parts/page-link.tsx';

/** What the caller asked for, and when. */
export function PushFacts({ push }: { push: Push }) {
  const { t } = useTranslation();
  const { to, metadata } = push;
  const facts = [
    { key: 'app', children: <AppName appId={push.appId} /> },
    { key: 'template', children: <TemplateName appId={push.appId} templateId={push.templateId} /> },
    {
      key: 'to',
      children: (
        <>
          {to.phoneMasked !== undefined && <span className="figure">{to.phoneMasked} </span>}
          {to.openid !== undefined && (
            <PageLink to={`/users/${push.appId}/${to.openid}`} className="breakable">
              {to.openid}
            </PageLink>
          )}
        </>
      ),
    },
    { key: 'bizId', children: push.bizId ?? '–' },
    { key: 'page', children: <code className="breakable">{push.page ?? '–'}</code> },
    { key: 'createdAt', children: <Instant at={push.createdAt} /> },
    { key: 'sendAt', children: <Instant at={push.sendAt} /> },
    ...(push.heldUntil === undefined
      ? []
      : [{ key: 'heldUntil', children: <Instant at={push.heldUntil} /> } as const]),
    { key: 'expiresAt', children: <Instant at={push.expiresAt} /> },
    { key: 'sentAt', children: <Instant at={push.sentAt} /> },
    { key: 'confirmedAt', children: <Instant at={push.confirmedAt} /> },
    {
      key: 'priority',
      children: (
        <>
          {t(`push.priorities.${push.priority}`)}{' '}
          {push.isUrgent === true && <ToneTag tone="warn">{t('push.urgent')}</ToneTag>}
        </>
      ),
    },
    ...(push.purpose === undefined
      ? []
      : [{ key: 'purpose', children: <code>{push.purpose}</code> } as const]),
    { key: 'onNoGrant', children: t(`push.onNoGrantChoices.${push.onNoGrant}`) },
    { key: 'onUnconfirmed', children: t(`push.onUnconfirmedChoices.${push.onUnconfirmed}`) },
    { key: 'cycle', children: push.cycle },
  ] as const;
  return (
    <>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={facts.map(({ key, children }) => ({ key, label: t(`push.${key}`), children }))}
      />
      {metadata !== null && <pre className="json">{JSON.stringify(metadata, null, 2)}</pre>}
    </>
  );
}
