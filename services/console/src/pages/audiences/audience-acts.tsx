import type { Audience } from '@yuexin/client';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ActDialog, type Act } from '../../parts/act-dialog.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { useAct } from '../../parts/use-act.ts';
import { useMay } from '../../session/session-context.tsx';
import { PreviewDialog } from './preview-dialog.tsx';

/** What may be done to it in its state, by this session; each says beforehand what it would do. */
export function AudienceActs({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const { state } = audience;
  const maySteer = useMay('push:write');
  const { act, ask, close } = useAct();
  const steer = useSteering(audience, ask);
  const [isPreviewing, setPreviewing] = useState(false);
  const isStarting = state === 'ready' && maySteer;
  return (
    <>
      {(state === 'ready' || state === 'running' || state === 'paused') && (
        <Button type={isStarting ? 'primary' : 'default'} onClick={() => setPreviewing(true)}>
          {t(isStarting ? 'audiences.acts.start' : 'audiences.acts.preview')}
        </Button>
      )}
      {maySteer && state === 'running' && (
        <Button onClick={steer.pause}>{t('audiences.acts.pause')}</Button>
      )}
      {maySteer && state === 'paused' && (
        <Button type="primary" onClick={steer.resume}>
          {t('audiences.acts.resume')}
        </Button>
      )}
      {maySteer && state !== 'done' && state !== 'cancelled' && (
        <Button danger onClick={steer.cancel}>
          {t('audiences.acts.cancel')}
        </Button>
      )}
      <ActDialog act={act} onClose={close} />
      {isPreviewing && (
        <PreviewDialog
          audience={audience}
          mayStart={isStarting}
          onClose={() => setPreviewing(false)}
        />
      )}
    </>
  );
}

function useSteering(audience: Audience, ask: ReturnType<typeof useAct>['ask']) {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const { id, progress, ratePerSecond } = audience;
  const counts = {
    accepted: format.number(progress.accepted),
    waiting: format.number(progress.waiting),
    rate: ratePerSecond,
  };
  const verb = (name: 'pause' | 'resume' | 'cancel', run: Act['run']) => () =>
    ask({
      title: t(`audiences.acts.${name}`),
      effect: t(`audiences.acts.${name}Effect`, counts),
      isDestructive: name === 'cancel',
      confirm: t(`audiences.acts.${name}`),
      done: t('replay.acts.done'),
      reason: name === 'cancel' ? 'required' : 'optional',
      run,
    });
  return {
    pause: verb('pause', (why) => api.audiences.pause(id, reasonBody(why))),
    resume: verb('resume', (why) => api.audiences.resume(id, reasonBody(why))),
    cancel: verb('cancel', (why) => api.audiences.cancel(id, reasonBody(why))),
  };
}
