import type { Stats } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { useLive } from '../../live/live-context.tsx';
import { Counted } from '../../parts/counted.tsx';

/** How many pushes of an app wait to be sent: as the stream tells it, and as long as that is silent, as the api answers. */
export function WaitingCount({ appId }: { appId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const { stats } = useLive();
  const say = (waiting: string): string => t('apps.acts.waiting', { waiting });
  if (stats !== null)
    return <p aria-live="polite">{say(format.number(waitingIn(stats, appId)))}</p>;
  return (
    <Counted
      of={['open-pushes', appId]}
      count={async () => {
        const read = await api.operating.readStats({ minutes: 1 });
        return { count: waitingIn(read, appId), isMore: false };
      }}
      say={say}
    />
  );
}

function waitingIn(stats: Stats, appId: string): number {
  const open = stats.apps.find((one) => one.appId === appId)?.open;
  return open === undefined ? 0 : open.queued + open.retrying + open.scheduled;
}
