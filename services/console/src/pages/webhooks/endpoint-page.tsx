import type { Callback } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { useList } from '../../parts/use-list.ts';
import { CallbackDetails } from './callback-details.tsx';
import { EndpointActs } from './endpoint-acts.tsx';
import { EndpointHealth } from './endpoint-health.tsx';
import { useCallbackColumns } from './use-callback-columns.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** One endpoint: what it was told, and what it answered. */
export function EndpointPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = '' } = useParams();
  const endpoint = useQuery({
    queryKey: ['endpoint', id],
    queryFn: () => api.webhooks.getEndpoint(id),
    refetchInterval: pollEvery(10_000),
  });
  return (
    <>
      <PageHead
        title={t('webhooks.title')}
        hint={<ShortId id={id} />}
        extra={endpoint.data !== undefined && <EndpointActs endpoint={endpoint.data} />}
      />
      <Loaded query={endpoint}>
        {(data) => (
          <Card className="below">
            <p className="breakable">
              <strong>{data.url}</strong>
            </p>
            <EndpointHealth endpoint={data} />
            <p className="quiet">{data.events.join(', ')}</p>
          </Card>
        )}
      </Loaded>
      <CallbackList endpointId={id} />
    </>
  );
}

function CallbackList({ endpointId }: { endpointId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const columns = useCallbackColumns();
  const list = useList(
    ['callbacks', endpointId],
    (cursor) =>
      api.webhooks.listEndpointCallbacks(endpointId, cursor === undefined ? {} : { cursor }),
    { refetchIntervalMs: 10_000 },
  );
  return (
    <ListTable<Callback>
      list={list}
      label={t('webhooks.callbacks')}
      rowKey={(callback) => callback.id}
      columns={columns}
      expandable={{
        columnTitle: <span className="unseen">{t('parts.details')}</span>,
        expandedRowRender: (callback) => <CallbackDetails callback={callback} />,
      }}
      empty={
        <TeachingEmpty title={t('webhooks.noCallbacks')} hint={t('webhooks.noCallbacksHint')} />
      }
    />
  );
}
