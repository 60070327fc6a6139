import type { Audience } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { useList } from '../../parts/use-list.ts';
import { AudienceProgress } from './audience-progress.tsx';
import { AudienceStateTag } from './audience-state-tag.tsx';

/** Messages to many: which there are, and how far each is. */
export function AudiencesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const list = useList(
    ['audiences'],
    (cursor) => api.audiences.list(cursor === undefined ? {} : { cursor }),
    { refetchIntervalMs: 5_000 },
  );
  return (
    <>
      <PageHead title={t('navigation.audiences')} hint={t('audiences.hint')} />
      <ListTable<Audience>
        list={list}
        label={t('navigation.audiences')}
        rowKey={({ id }) => id}
        empty={
          <TeachingEmpty title={t('audiences.none')} hint={t('audiences.noneHint')}>
            <HowToMake />
          </TeachingEmpty>
        }
        columns={[
          {
            title: t('push.state'),
            key: 'state',
            render: (_, audience) => <AudienceStateTag audience={audience} />,
          },
          {
            title: t('audiences.name'),
            key: 'name',
            render: (_, { id, name }) => (
              <Link to={`/audiences/${id}`} title={id}>
                {name ?? `…${id.slice(-12)}`}
              </Link>
            ),
          },
          {
            title: t('audiences.progress'),
            key: 'progress',
            render: (_, audience) => <AudienceProgress audience={audience} />,
          },
          {
            title: t('push.template'),
            key: 'template',
            responsive: ['md'],
            render: (_, { appId, templateId }) => (
              <TemplateName appId={appId} templateId={templateId} />
            ),
          },
          {
            title: t('audiences.rate'),
            key: 'rate',
            responsive: ['lg'],
            render: (_, { ratePerSecond }) => t('audiences.perSecond', { rate: ratePerSecond }),
          },
          {
            title: t('push.createdAt'),
            key: 'createdAt',
            responsive: ['md'],
            render: (_, { createdAt }) => <Instant at={createdAt} />,
          },
        ]}
      />
    </>
  );
}

const command = 'npx yuexin audience send drivers.csv --app wx… --file message.json --dry-run';

/** The way by which an audience comes here. */
function HowToMake() {
  return <pre className="json">{command}</pre>;
}
