import type { ReplayPreview } from '@yuexin/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Progress, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useDiscard } from './use-discard.ts';
import type { ReplayFilter } from './replay-dialog.tsx';

/** How many dead letters would be given up; then, with a reason, exactly those are. */
export function DiscardDialog({ filter, onClose }: { filter: ReplayFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const preview = useQuery({
    queryKey: ['discard-preview', filter],
    queryFn: async () =>
      (await api.deadLetters.createReplay({ filter, dryRun: true })) as ReplayPreview,
    // Counts grow old, and the token with them.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <Modal
      open
      title={t('deadLetters.discardTitle')}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
    >
      {preview.error !== null && <ProblemAlert error={preview.error} />}
      {preview.isPending && <Skeleton active title={false} />}
      {preview.data !== undefined && <Discard preview={preview.data} onClose={onClose} />}
    </Modal>
  );
}

function Discard({ preview, onClose }: { preview: ReplayPreview; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const id = useId();
  const [reason, setReason] = useState('');
  const { run, discarded, isBusy, failure } = useDiscard(preview.previewToken);
  const { matched } = preview;
  const why = reason.trim();
  const start = async (): Promise<void> => {
    const count = await run(why);
    if (count === null) return;
    message.success(t('deadLetters.discarded', { count }));
    await queries.invalidateQueries();
    onClose();
  };
  return (
    <>
      <Alert
        type="warning"
        className="act-effect"
        title={t('deadLetters.discardEffect', { count: matched })}
        description={
          preview.mayDuplicate > 0 &&
          t('deadLetters.discardDoubtful', { count: preview.mayDuplicate })
        }
      />
      {preview.isCapped && <Alert type="info" title={t('deadLetters.discardCapped')} />}
      <label htmlFor={id}>{t('parts.reason')}</label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={500}
        value={reason}
        placeholder={t('deadLetters.discardReason')}
        onChange={(event) => setReason(event.target.value)}
      />
      {isBusy && matched > 0 && (
        <Progress
          percent={Math.round((discarded / matched) * 100)}
          aria-label={t('deadLetters.discardTitle')}
        />
      )}
      {failure !== null && <ProblemAlert error={failure} />}
      <div className="dialog-foot">
        <span className="grow" />
        <Button onClick={onClose}>{t('parts.leaveIt')}</Button>
        <Button
          type="primary"
          danger
          disabled={matched === 0 || why === ''}
          loading={isBusy}
          onClick={() => void start()}
        >
          {t('deadLetters.discardThem', { count: matched })}
        </Button>
      </div>
    </>
  );
}
