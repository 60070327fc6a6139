import type { WebhookEndpoint } from '@yuexin/client';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { Counted, countPage } from '../../parts/counted.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { useAct } from '../../parts/use-act.ts';
import { useMay } from '../../session/session-context.tsx';

const required = 'required' as const;
const optional = 'optional' as const;

/** Test it, turn it on or off, give it another secret, take it away. */
export function EndpointActs({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  const mayChange = useMay('push:write');
  const [secret, setSecret] = useState<string | null>(null);
  const { act, ask, close } = useAct();
  const acts = useEndpointActs(endpoint, setSecret);
  if (!mayChange) return null;
  return (
    <>
      {acts.map((one) => (
        <Button key={one.title} danger={one.isDestructive} onClick={() => ask(one)}>
          {one.title}
        </Button>
      ))}
      <ActDialog act={act} onClose={close} />
      <ShownOnce title={t('webhooks.secret')} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

function useEndpointActs(endpoint: WebhookEndpoint, show: (secret: string) => void) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const { id, url, state } = endpoint;
  const turn = state === 'enabled' ? 'disable' : 'enable';
  const runs = {
    test: () => api.webhooks.testEndpoint(id),
    [turn]: (reason: string | undefined) =>
      api.webhooks.updateEndpoint(id, {
        state: turn === 'enable' ? 'enabled' : 'disabled',
        ...reasonBody(reason),
      }),
    rotate: async (reason: string | undefined) =>
      show((await api.webhooks.rotateSecret(id, reasonBody(reason))).secret),
    remove: async (reason: string | undefined) => {
      await api.webhooks.deleteEndpoint(id, reasonBody(reason));
      await navigate('/webhooks');
    },
  };
  const named = ['test', turn, 'rotate', 'remove'] as const;
  const waiting = (
    <Counted
      of={['callbacks', id]}
      count={() =>
        countPage((page) => api.webhooks.listEndpointCallbacks(id, { state: 'waiting', ...page }))
      }
      say={(count) => t('webhooks.acts.waiting', { count })}
    />
  );
  return named.map((name) => ({
    title: t(`webhooks.acts.${name}`),
    effect: t(`webhooks.acts.${name}Effect`, { url }),
    isDestructive: name === 'remove' || name === 'disable',
    confirm: t(`webhooks.acts.${name}`),
    ...(name !== 'test' && { reason: name === 'enable' ? optional : required }),
    ...((name === 'remove' || name === 'disable') && { details: waiting }),
    done: t('webhooks.acts.done'),
    run: (reason: string | undefined) => Promise.resolve(runs[name]?.(reason)),
  }));
}
