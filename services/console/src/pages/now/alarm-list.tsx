import type { Alarm } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useLanguage } from '../../i18n/use-language.ts';
import { useLive } from '../../live/live-context.tsx';
import { AppName } from '../../parts/app-name.tsx';
import { Instant } from '../../parts/instant.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { sayAlarm } from '../../parts/say-alarm.ts';
import { useAct } from '../../parts/use-act.ts';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { useMay } from '../../session/session-context.tsx';

/** What needs a person, until somebody says that they look after it or its cause goes away. */
export function AlarmList() {
  const { t } = useTranslation();
  const api = useApi();
  const mayRead = useMay('operator');
  const { alarms: live } = useLive();
  const { act, ask, close } = useAct();
  const read = useQuery({
    queryKey: ['alarms'],
    queryFn: () => api.operating.listAlarms({ state: 'open', limit: 50 }).toArray({ limit: 50 }),
    enabled: mayRead,
  });
  if (!mayRead) return null;
  const open = live ?? read.data ?? [];
  const acknowledge = (alarm: Alarm): void =>
    ask({
      title: t('now.acknowledge'),
      effect: t('now.acknowledgeEffect', { message: alarm.message }),
      confirm: t('now.acknowledge'),
      done: t('now.acknowledged'),
      run: () => api.operating.acknowledgeAlarm(alarm.id),
    });
  return (
    <Card title={<h2>{t('now.alarms')}</h2>}>
      {open.length === 0 ? (
        <TeachingEmpty title={t('now.noAlarms')} hint={t('now.noAlarmsHint')} />
      ) : (
        <ul className="rows">
          {open.map((alarm) => (
            <li key={alarm.id} className="row">
              <div>
                <AlarmWords alarm={alarm} />
                <p className="quiet">
                  <code>{alarm.code}</code>{' '}
                  {alarm.appId !== null && <AppName appId={alarm.appId} />}{' '}
                  {t('now.times', { count: alarm.count })} ·{' '}
                  <Instant at={alarm.lastAt} isRelative />
                </p>
              </div>
              <Button size="small" onClick={() => acknowledge(alarm)}>
                {t('now.acknowledge')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ActDialog act={act} onClose={close} />
    </Card>
  );
}

/** In Chinese by what it is about, and below in the words of the api, which tell the particulars. */
function AlarmWords({ alarm }: { alarm: Alarm }) {
  const { language } = useLanguage();
  const said = sayAlarm(alarm, language);
  return said === null ? (
    <strong>{alarm.message}</strong>
  ) : (
    <>
      <strong>{said}</strong>
      <p className="quiet" lang="en">
        {alarm.message}
      </p>
    </>
  );
}
