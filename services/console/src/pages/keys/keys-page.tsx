import type { ApiKey } from '@yuexin/client';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { useAct } from '../../parts/use-act.ts';
import { useList } from '../../parts/use-list.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { useRotation } from './use-rotation.tsx';

/** The keys of callers and operators. */
export function KeysPage() {
  const { t } = useTranslation();
  const api = useApi();
  const list = useList(['api-keys'], (cursor) =>
    api.apiKeys.list(cursor === undefined ? {} : { cursor }),
  );
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { act, ask, close } = useAct();
  const { rotate, field } = useRotation(ask, setSecret);
  const revoke = (key: ApiKey): void =>
    ask({
      title: t('keys.revoke'),
      effect: t('keys.revokeEffect', { name: key.name }),
      isDestructive: true,
      confirm: t('keys.revoke'),
      done: t('keys.revoked'),
      details: <LastUse apiKey={key} />,
      reason: 'required',
      run: (reason) => api.apiKeys.revoke(key.id, reasonBody(reason)),
    });
  return (
    <>
      <PageHead
        title={t('navigation.keys')}
        hint={t('keys.hint')}
        extra={
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('keys.make')}
          </Button>
        }
      />
      <ListTable<ApiKey>
        list={list}
        label={t('navigation.keys')}
        rowKey={({ id }) => id}
        empty={<TeachingEmpty title={t('keys.none')} hint={t('keys.noneHint')} />}
        columns={useKeyColumns({ rotate, revoke })}
      />
      {isMaking && (
        <NewKeyDialog
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      )}
      <ActDialog act={act} onClose={close}>
        {field(act?.title)}
      </ActDialog>
      <ShownOnce title={t('keys.shownOnce')} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

/** How many systems use a key nobody can count: when it was used last is known. */
function LastUse({ apiKey: { lastUsedAt } }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  return (
    <p>
      {lastUsedAt === null ? (
        t('keys.neverUsed')
      ) : (
        <>
          {t('keys.lastUsed')} <Instant at={lastUsedAt} isRelative />
        </>
      )}
    </p>
  );
}

const hasEnded = ({ revokedAt, expiresAt }: ApiKey): boolean =>
  [revokedAt, expiresAt].some((end) => end !== null && Date.parse(end) <= Date.now());

function useKeyColumns(on: { rotate: (key: ApiKey) => void; revoke: (key: ApiKey) => void }) {
  const { t } = useTranslation();
  return [
    {
      title: t('keys.name'),
      key: 'name',
      render: (_: unknown, key: ApiKey) => (
        <>
          {key.name}{' '}
          {hasEnded(key) ? (
            <ToneTag tone="off">{t('keys.ended')}</ToneTag>
          ) : (
            key.revokedAt !== null && <ToneTag tone="warn">{t('keys.ending')}</ToneTag>
          )}
        </>
      ),
    },
    {
      title: t('keys.scopes'),
      key: 'scopes',
      render: (_: unknown, { scopes }: ApiKey) => (
        <span className="key-scopes">
          {scopes.map((scope) => (
            <code key={scope}>{scope} </code>
          ))}
        </span>
      ),
    },
    {
      title: t('keys.apps'),
      key: 'apps',
      render: (_: unknown, { appIds }: ApiKey) =>
        appIds === null ? t('parts.allApps') : appIds.join(', '),
    },
    {
      title: t('keys.addresses'),
      key: 'allowedAddresses',
      render: (_: unknown, { allowedAddresses }: ApiKey) =>
        allowedAddresses === null
          ? t('keys.anyAddress')
          : allowedAddresses.map((address) => <code key={address}>{address} </code>),
    },
    {
      title: t('keys.lastUsed'),
      key: 'lastUsedAt',
      render: (_: unknown, { lastUsedAt }: ApiKey) => <Instant at={lastUsedAt} isRelative />,
    },
    {
      title: t('keys.expiresAt'),
      key: 'expiresAt',
      render: (_: unknown, { expiresAt, revokedAt }: ApiKey) => (
        <Instant at={revokedAt ?? expiresAt} />
      ),
    },
    {
      title: t('parts.acts'),
      key: 'acts',
      render: (_: unknown, key: ApiKey) =>
        !hasEnded(key) && (
          <span className="row-acts">
            <Button size="small" onClick={() => on.rotate(key)}>
              {t('keys.rotate')}
            </Button>
            <Button size="small" danger onClick={() => on.revoke(key)}>
              {t('keys.revoke')}
            </Button>
          </span>
        ),
    },
  ];
}
