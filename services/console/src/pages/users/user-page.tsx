import type { Grant, Push, User } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useList } from '../../parts/use-list.ts';
import { usePushColumns } from '../pushes/use-push-columns.tsx';
import { BalanceTable } from './balance-table.tsx';
import { useGrantColumns } from './use-grant-columns.tsx';
import { UserActs } from './user-acts.tsx';
import { UserTimeline } from './user-timeline.tsx';

/** One person in one app: what they allowed, what was sent to them. */
export function UserPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { appId = '', openid = '' } = useParams();
  const user = useQuery({
    queryKey: ['user', appId, openid],
    queryFn: () => api.users.get(appId, openid),
  });
  return (
    <>
      <PageHead
        title={t('users.title')}
        hint={<ShortId id={openid} />}
        extra={user.data !== undefined && <UserActs appId={appId} openid={openid} />}
      />
      <Loaded query={user}>{(data) => <UserStory appId={appId} user={data} />}</Loaded>
    </>
  );
}

const tabs = ['timeline', 'pushes', 'grants'] as const;

function UserStory({ appId, user }: { appId: string; user: User }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab = tabs.find((one) => one === params.get('tab')) ?? tabs[0];
  const { openid } = user;
  return (
    <>
      <p>
        <AppName appId={appId} /> ·{' '}
        <span className="figure">{user.phoneMasked ?? t('users.noPhone')}</span> ·{' '}
        {t('users.lastLogin')} <Instant at={user.lastLoginAt} isRelative />
      </p>
      <Card title={<h2>{t('users.balances')}</h2>} className="below">
        <BalanceTable appId={appId} balances={user.balances} />
      </Card>
      <Card>
        <Tabs
          activeKey={tab}
          onChange={(next) => setParams({ tab: next }, { replace: true })}
          items={[
            {
              key: 'timeline',
              label: t('users.timeline'),
              children: <UserTimeline appId={appId} openid={openid} />,
            },
            {
              key: 'pushes',
              label: t('navigation.pushes'),
              children: <UserPushes appId={appId} openid={openid} />,
            },
            {
              key: 'grants',
              label: t('navigation.grants'),
              children: <UserGrants appId={appId} openid={openid} />,
            },
          ]}
        />
      </Card>
    </>
  );
}

function UserPushes({ appId, openid }: { appId: string; openid: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const columns = usePushColumns();
  const list = useList(['pushes', 'of-user', appId, openid], (cursor) =>
    api.pushes.list({ appId, openid, ...(cursor !== undefined && { cursor }) }),
  );
  return (
    <ListTable<Push>
      list={list}
      label={t('navigation.pushes')}
      rowKey={({ id }) => id}
      columns={columns}
      empty={<TeachingEmpty title={t('users.noPushes')} hint={t('users.noPushesHint')} />}
    />
  );
}

function UserGrants({ appId, openid }: { appId: string; openid: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const columns = useGrantColumns(appId);
  const list = useList(['grants', appId, openid], (cursor) =>
    api.users.listGrants(appId, openid, cursor === undefined ? {} : { cursor }),
  );
  return (
    <ListTable<Grant>
      list={list}
      label={t('navigation.grants')}
      rowKey={({ id }) => id}
      columns={columns}
      empty={<TeachingEmpty title={t('users.noGrants')} hint={t('users.noGrantsHint')} />}
    />
  );
}
