import type { Callback } from '@yuexin/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useSingleRun } from '../../parts/use-single-run.ts';
import { useMay } from '../../session/session-context.tsx';

/** The body that was posted, and every answer. */
export function CallbackDetails({ callback }: { callback: Callback }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const mayResend = useMay('push:write');
  const resend = useMutation({
    mutationFn: () => api.webhooks.resendCallback(callback.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['callbacks'] }),
  });
  const start = useSingleRun(() => resend.mutateAsync());
  return (
    <div className="stack">
      <ul className="rows">
        {callback.tries.map(({ number, at, status, error, answer, durationMs }) => (
          <li key={number}>
            <Instant at={at} /> <code>{status ?? error}</code>{' '}
            <span className="quiet">{t('webhooks.took', { ms: durationMs })}</span>
            {answer !== null && answer !== '' && <pre className="json">{answer}</pre>}
          </li>
        ))}
      </ul>
      <pre className="json">{JSON.stringify(callback.body, null, 2)}</pre>
      {resend.error !== null && <ProblemAlert error={resend.error} />}
      {mayResend && callback.state !== 'waiting' && (
        <Button size="small" loading={resend.isPending} onClick={start}>
          {t('webhooks.resend')}
        </Button>
      )}
    </div>
  );
}
