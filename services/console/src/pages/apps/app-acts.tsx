import type { App } from '@yuexin/client';
import { Button, DatePicker, Form } from 'antd';
import type { Dayjs } from 'dayjs';
import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { useAct } from '../../parts/use-act.ts';
import { useMay } from '../../session/session-context.tsx';
import { WaitingCount } from './waiting-count.tsx';

/** The brakes of an app: pause, resume, a new token. */
export function AppActs({ app }: { app: App }) {
  const { t } = useTranslation();
  const mayRefresh = useMay('operator');
  const maySteer = useMay('admin');
  const { act, ask, close } = useAct();
  const [until, setUntil] = useState<Dayjs | null>(null);
  // The dialog was asked for before the time was chosen: it reads what holds when it is confirmed.
  const chosen = useRef<Dayjs | null>(null);
  const acts = useAppActs(app, ask, chosen);
  const pause = (): void => {
    setUntil(null);
    chosen.current = null;
    acts.pause();
  };
  const isPausing = act?.title === t('apps.acts.pause');
  return (
    <>
      {maySteer && app.state === 'active' && (
        <Button danger onClick={pause}>
          {t('apps.acts.pause')}
        </Button>
      )}
      {maySteer && app.state === 'paused' && (
        <Button type="primary" onClick={acts.resume}>
          {t('apps.acts.resume')}
        </Button>
      )}
      {mayRefresh && <Button onClick={acts.refreshToken}>{t('apps.acts.refreshToken')}</Button>}
      <ActDialog act={act} onClose={close}>
        {isPausing && (
          <Form layout="vertical">
            <Form.Item label={t('apps.acts.pauseUntil')} extra={t('apps.acts.pauseUntilHint')}>
              <DatePicker
                showTime
                value={until}
                onChange={(value) => {
                  setUntil(value);
                  chosen.current = value;
                }}
                aria-label={t('apps.acts.pauseUntil')}
              />
            </Form.Item>
          </Form>
        )}
      </ActDialog>
    </>
  );
}

function useAppActs(
  app: App,
  ask: ReturnType<typeof useAct>['ask'],
  chosen: RefObject<Dayjs | null>,
) {
  const { t } = useTranslation();
  const api = useApi();
  const { appId, name } = app;
  const details = <WaitingCount appId={appId} />;
  return {
    pause: () =>
      ask({
        title: t('apps.acts.pause'),
        effect: t('apps.acts.pauseEffect', { name }),
        details,
        isDestructive: true,
        reason: 'required',
        confirm: t('apps.acts.pause'),
        done: t('apps.acts.paused'),
        run: (reason) =>
          api.apps.pause(appId, {
            reason: reason ?? '',
            ...(chosen.current !== null && { until: chosen.current.toISOString() }),
          }),
      }),
    resume: () =>
      ask({
        title: t('apps.acts.resume'),
        effect: t('apps.acts.resumeEffect', { name }),
        details,
        confirm: t('apps.acts.resume'),
        done: t('apps.acts.resumed'),
        reason: 'optional',
        run: (reason) => api.apps.resume(appId, reasonBody(reason)),
      }),
    refreshToken: () =>
      ask({
        title: t('apps.acts.refreshToken'),
        effect: t('apps.acts.refreshTokenEffect'),
        isDestructive: true,
        reason: 'required',
        confirm: t('apps.acts.refreshToken'),
        done: t('apps.acts.refreshed'),
        run: (reason) => api.apps.refreshToken(appId, reasonBody(reason)),
      }),
  };
}
