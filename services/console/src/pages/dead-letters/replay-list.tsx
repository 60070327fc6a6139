import type { Replay } from '@yuexin/client';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useList } from '../../parts/use-list.ts';
import { ReplayProgress } from './replay-progress.tsx';
import { ReplayStateTag } from './replay-state-tag.tsx';

/** Replays of before, and how far those under way have come. */
export function ReplayList() {
  const { t } = useTranslation();
  const api = useApi();
  const list = useList(
    ['replays'],
    (cursor) => api.deadLetters.listReplays({ limit: 20, ...(cursor !== undefined && { cursor }) }),
    { refetchIntervalMs: 5_000 },
  );
  return (
    <Card title={<h2>{t('replay.list')}</h2>} className="below">
      <ListTable<Replay>
        list={list}
        label={t('replay.list')}
        rowKey={({ id }) => id}
        empty={<TeachingEmpty title={t('replay.none')} hint={t('replay.noneHint')} />}
        columns={[
          {
            title: t('replay.startedAt'),
            key: 'startedAt',
            render: (_, { id, startedAt }) => (
              <Link to={`/replays/${id}`}>
                <Instant at={startedAt} />
              </Link>
            ),
          },
          {
            title: t('push.state'),
            key: 'state',
            render: (_, replay) => <ReplayStateTag replay={replay} />,
          },
          {
            title: t('replay.progress'),
            key: 'progress',
            render: (_, replay) => <ReplayProgress replay={replay} />,
          },
          {
            title: t('replay.startedBy'),
            key: 'startedBy',
            responsive: ['md'],
            render: (_, { startedBy }) => <code>{startedBy}</code>,
          },
        ]}
      />
    </Card>
  );
}
