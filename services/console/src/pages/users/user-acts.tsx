import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { Counted, countPage } from '../../parts/counted.tsx';
import { waitingStates } from '../../parts/waiting-states.ts';
import { reasonBody } from '../../parts/reason-body.ts';
import { saveFile } from '../../parts/save-file.ts';
import { useAct } from '../../parts/use-act.ts';
import { useSingleRun } from '../../parts/use-single-run.ts';
import { useMay } from '../../session/session-context.tsx';

/** What a person may ask of us by law: what is known of them, and to forget it. */
export function UserActs({ appId, openid }: { appId: string; openid: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const may = useMay('admin');
  const { act, ask, close } = useAct();
  const read = useMutation({
    mutationFn: () => api.users.export(appId, openid),
    onSuccess: (known) =>
      saveFile({
        name: `${openid}.json`,
        text: JSON.stringify(known, null, 2),
        type: 'application/json',
      }),
    onError: () => message.error(t('users.exportFailed')),
  });
  const startExport = useSingleRun(() => read.mutateAsync());
  if (!may) return null;
  const erase = (): void =>
    ask({
      title: t('users.erase'),
      effect: t('users.eraseEffect'),
      isDestructive: true,
      confirm: t('users.erase'),
      done: t('users.erased'),
      details: (
        <Counted
          of={['open-pushes', appId, openid]}
          count={() =>
            countPage((page) =>
              api.pushes.list({ appId, openid, state: [...waitingStates], ...page }),
            )
          }
          say={(count) => t('users.eraseCount', { count })}
        />
      ),
      reason: 'required',
      run: async (reason) => {
        await api.users.erase(appId, openid, reasonBody(reason));
        queries.removeQueries({ queryKey: ['user', appId, openid] });
        await navigate('/users');
      },
    });
  return (
    <>
      <Button loading={read.isPending} onClick={startExport}>
        {t('users.export')}
      </Button>
      <Button danger onClick={erase}>
        {t('users.erase')}
      </Button>
      <ActDialog act={act} onClose={close} />
    </>
  );
}
