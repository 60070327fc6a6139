import type { Audience } from '@yuexin/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useMay } from '../../session/session-context.tsx';

/** An audience without recipients: how they come, and, for who may, a file from this machine. */
export function BringRecipients({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const mayBring = useMay('push:write');
  const picker = useRef<HTMLInputElement>(null);
  const bring = useMutation({
    mutationFn: (file: File) =>
      api.audiences.bringFile(audience.id, { type: typeOf(file), content: file }),
    onSuccess: async () => {
      message.success(t('audiences.brought'));
      await queries.invalidateQueries();
    },
  });
  const choose = (file: File | undefined): void => {
    if (file !== undefined && !bring.isPending) bring.mutate(file);
    // The same file, mended, is a choice as well.
    if (picker.current !== null) picker.current.value = '';
  };
  return (
    <Card className="below">
      <TeachingEmpty title={t('audiences.noRecipients')} hint={t('audiences.noRecipientsHint')}>
        <pre className="json">{commandFor(audience)}</pre>
        {mayBring && (
          <>
            <input
              ref={picker}
              type="file"
              accept=".csv,.ndjson,.jsonl"
              className="unseen"
              tabIndex={-1}
              aria-label={t('audiences.bring')}
              onChange={({ target }) => choose(target.files?.[0])}
            />
            <Button
              type="primary"
              loading={bring.isPending}
              onClick={() => picker.current?.click()}
            >
              {t('audiences.bring')}
            </Button>
          </>
        )}
      </TeachingEmpty>
      {bring.error !== null && <ProblemAlert error={bring.error} />}
    </Card>
  );
}

const commandFor = ({ id }: Audience): string =>
  [
    `curl -X PUT -H 'Authorization: Bearer yx_…' -H 'Content-Type: text/csv'`,
    `  --data-binary @recipients.csv ${location.origin}/v1/audiences/${id}/recipients`,
  ].join(' \\\n');

const typeOf = ({ name }: File): 'text/csv' | 'application/x-ndjson' =>
  /\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
