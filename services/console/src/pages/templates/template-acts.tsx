import type { Template } from '@yuexin/client';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { Counted, countPage } from '../../parts/counted.tsx';
import { waitingStates } from '../../parts/waiting-states.ts';
import { reasonBody } from '../../parts/reason-body.ts';
import { useAct } from '../../parts/use-act.ts';
import { useMay } from '../../session/session-context.tsx';

/** Pause and resume of one template. */
export function TemplateActs({ appId, template }: { appId: string; template: Template }) {
  const { t } = useTranslation();
  const api = useApi();
  const maySteer = useMay('admin');
  const { act, ask, close } = useAct();
  const { templateId, title, state } = template;
  if (!maySteer || state === 'removed') return null;
  const pause = (): void =>
    ask({
      title: t('templates.pause'),
      effect: t('templates.pauseEffect', { title }),
      isDestructive: true,
      reason: 'required',
      confirm: t('templates.pause'),
      done: t('templates.paused'),
      details: (
        <Counted
          of={['open-pushes', appId, templateId]}
          count={() =>
            countPage((page) =>
              api.pushes.list({ appId, templateId, state: [...waitingStates], ...page }),
            )
          }
          say={(count) => t('templates.pauseCount', { count })}
        />
      ),
      run: (reason) => api.templates.pause(appId, templateId, { reason: reason ?? '' }),
    });
  const resume = (): void =>
    ask({
      title: t('templates.resume'),
      effect: t('templates.resumeEffect', { title }),
      confirm: t('templates.resume'),
      done: t('templates.resumed'),
      reason: 'optional',
      run: (reason) => api.templates.resume(appId, templateId, reasonBody(reason)),
    });
  return (
    <>
      {state === 'active' ? (
        <Button danger onClick={pause}>
          {t('templates.pause')}
        </Button>
      ) : (
        <Button type="primary" onClick={resume}>
          {t('templates.resume')}
        </Button>
      )}
      <ActDialog act={act} onClose={close} />
    </>
  );
}
