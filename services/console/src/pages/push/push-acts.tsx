import type { Push } from '@yuexin/client';
import { canCancel } from '@yuexin/domain';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { useAct } from '../../parts/use-act.ts';
import { useMay } from '../../session/session-context.tsx';
import { Foreseen } from './foreseen.tsx';
import { useVerdicts } from './use-verdicts.tsx';

/** What may be done to a push in its state, by this session; each says beforehand what it would do. */
export function PushActs({ push }: { push: Push }) {
  const { t } = useTranslation();
  const api = useApi();
  const { act, ask, close } = useAct();
  const mayOperate = useMay('operator');
  const mayCancel = useMay('push:write') && canCancel(push.state);
  const verdicts = useVerdicts(push);
  const isUnknown = push.reason?.code === 'unconfirmed';
  const cancel = (): void =>
    ask({
      title: t('push.acts.cancel'),
      effect: t('push.acts.cancelEffect'),
      isDestructive: true,
      confirm: t('push.acts.cancel'),
      done: t('push.acts.cancelled'),
      details: <Foreseen pushId={push.id} action="cancel" />,
      reason: 'required',
      run: (reason) => api.pushes.cancel(push.id, reasonBody(reason)),
    });
  const replay = (): void =>
    ask({
      title: t('push.acts.replay'),
      effect: isUnknown ? t('push.acts.replayMayDouble') : t('push.acts.replayEffect'),
      isDestructive: isUnknown,
      confirm: t('push.acts.replay'),
      done: t('push.acts.replayed'),
      details: <Foreseen pushId={push.id} action="replay" />,
      reason: isUnknown ? 'required' : 'optional',
      run: (reason) =>
        api.deadLetters.replayPush(push.id, {
          ...(isUnknown && { mayDuplicate: true }),
          ...reasonBody(reason),
        }),
    });
  const discard = (): void =>
    ask({
      title: t('push.acts.discard'),
      effect: t('push.acts.discardEffect'),
      isDestructive: true,
      confirm: t('push.acts.discard'),
      done: t('push.acts.discarded'),
      reason: 'required',
      run: (reason) => api.deadLetters.discardPush(push.id, { reason: reason ?? '' }),
    });
  return (
    <>
      {mayOperate && push.state === 'dead' && (
        <>
          <Button type="primary" onClick={replay}>
            {t('push.acts.replay')}
          </Button>
          <Button danger onClick={discard}>
            {t('push.acts.discard')}
          </Button>
        </>
      )}
      {mayOperate &&
        push.state === 'unconfirmed' &&
        verdicts.map((verdict) => (
          <Button key={verdict.title} onClick={() => ask(verdict)}>
            {verdict.title}
          </Button>
        ))}
      {mayCancel && (
        <Button danger onClick={cancel}>
          {t('push.acts.cancel')}
        </Button>
      )}
      <ActDialog act={act} onClose={close} />
    </>
  );
}
