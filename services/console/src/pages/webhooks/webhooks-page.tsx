import type { WebhookEndpoint } from '@yuexin/client';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useList } from '../../parts/use-list.ts';
import { useMay } from '../../session/session-context.tsx';
import { EndpointHealth } from './endpoint-health.tsx';
import { NewEndpointDialog } from './new-endpoint-dialog.tsx';

/** Where callers are told how their pushes end. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const api = useApi();
  const mayChange = useMay('push:write');
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const list = useList(
    ['endpoints'],
    (cursor) => api.webhooks.listEndpoints(cursor === undefined ? {} : { cursor }),
    { refetchIntervalMs: 15_000 },
  );
  return (
    <>
      <PageHead
        title={t('navigation.webhooks')}
        hint={t('webhooks.hint')}
        extra={
          mayChange && (
            <Button type="primary" onClick={() => setMaking(true)}>
              {t('webhooks.make')}
            </Button>
          )
        }
      />
      <ListTable<WebhookEndpoint>
        list={list}
        label={t('navigation.webhooks')}
        rowKey={({ id }) => id}
        empty={<TeachingEmpty title={t('webhooks.none')} hint={t('webhooks.noneHint')} />}
        columns={[
          {
            title: t('webhooks.url'),
            key: 'url',
            render: (_, { id, url }) => (
              <Link to={`/webhooks/${id}`} className="breakable">
                {url}
              </Link>
            ),
          },
          {
            title: t('push.state'),
            key: 'state',
            render: (_, endpoint) => <EndpointHealth endpoint={endpoint} />,
          },
          {
            title: t('webhooks.events'),
            key: 'events',
            responsive: ['md'],
            render: (_, { events }) => <span className="breakable">{events.join(', ')}</span>,
          },
        ]}
      />
      {isMaking && (
        <NewEndpointDialog
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      )}
      <ShownOnce title={t('webhooks.secret')} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
