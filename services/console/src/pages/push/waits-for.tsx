import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** Why an unconfirmed push is not sent again by itself, as the api judges it now. */
export function WaitsFor({ pushId }: { pushId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: ['waits-for', pushId],
    queryFn: () => api.pushes.foreseeActions(pushId),
    refetchInterval: pollEvery(10_000),
  });
  if (error !== null) return <ProblemAlert error={error} />;
  if (data === undefined) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (data.waitsFor === null) return <p className="quiet">{t('push.settled')}</p>;
  if (data.waitsFor.length === 0) return <p>{t('push.nothingInTheWay')}</p>;
  return (
    <ul className="rows">
      {data.waitsFor.map((obstacle) => (
        <li key={obstacle}>{t(`push.obstacle.${obstacle}`)}</li>
      ))}
    </ul>
  );
}
