import type { ReplayPreview } from '@yuexin/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Progress, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useDiscard, type Discard } from './use-discard.ts';
import type { ReplayFilter } from './replay-dialog.tsx';

/** How many dead letters would be given up; then, with a reason, exactly those are. */
export function DiscardDialog({ filter, onClose }: { filter: ReplayFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
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
  const discard = useDiscard();
  const isBusy = isUnderWay(discard);
  const leave = (hasChanged: boolean): void => {
    onClose();
    if (hasChanged) void queries.invalidateQueries();
  };
  return (
    <Modal
      open
      title={t('deadLetters.discardTitle')}
      // It is stopped by its button, which says how far it came.
      closable={!isBusy}
      onCancel={() => {
        if (!isBusy) leave(discard.state !== 'asked');
      }}
      footer={null}
      destroyOnHidden
    >
      {preview.error !== null && <ProblemAlert error={preview.error} />}
      {preview.isPending && <Skeleton active title={false} />}
      {preview.data !== undefined && (
        <AskDiscard preview={preview.data} discard={discard} onLeave={leave} />
      )}
    </Modal>
  );
}

const isUnderWay = ({ state }: Discard): boolean => state === 'running' || state === 'stopping';

type Asked = { preview: ReplayPreview; discard: Discard; onLeave: (hasChanged: boolean) => void };

function AskDiscard({ preview, discard, onLeave }: Asked) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const id = useId();
  const [reason, setReason] = useState('');
  // The token of the counts that were agreed to, also when they are read anew meanwhile.
  const [agreed, setAgreed] = useState<ReplayPreview | null>(null);
  const { matched, mayDuplicate, isCapped, previewToken } = agreed ?? preview;
  const why = reason.trim();
  const told = (count: number) => ({
    ...{ discarded: format.number(count), matched: format.number(matched) },
  });
  const start = async (): Promise<void> => {
    setAgreed(agreed ?? preview);
    const { isDone, count, isHere } = await discard.run({ previewToken, reason: why });
    if (isDone) message.success(t('deadLetters.discarded', { count }));
    else if (!isHere) message.warning(t('deadLetters.discardStopped', told(count)));
    if (isDone) onLeave(true);
  };
  return (
    <>
      <Alert
        type="warning"
        className="act-effect"
        title={t('deadLetters.discardEffect', { count: matched })}
        description={mayDuplicate > 0 && t('deadLetters.discardDoubtful', { count: mayDuplicate })}
      />
      {isCapped && <Alert type="info" title={t('deadLetters.discardCapped')} />}
      <label htmlFor={id}>{t('parts.reason')}</label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={500}
        value={reason}
        disabled={isUnderWay(discard)}
        placeholder={t('deadLetters.discardReason')}
        onChange={(event) => setReason(event.target.value)}
      />
      <HowFar discard={discard} matched={matched} counts={told(discard.discarded)} />
      <div className="dialog-foot">
        <span className="grow" />
        {isUnderWay(discard) ? (
          <Button loading={discard.state === 'stopping'} onClick={discard.stop}>
            {t(discard.state === 'stopping' ? 'deadLetters.stopping' : 'deadLetters.stop')}
          </Button>
        ) : (
          <Button onClick={() => onLeave(discard.state !== 'asked')}>{t('parts.leaveIt')}</Button>
        )}
        <Button
          type="primary"
          danger
          disabled={matched === 0 || why === ''}
          loading={isUnderWay(discard)}
          onClick={() => void start()}
        >
          {t('deadLetters.discardThem', { count: Math.max(0, matched - discard.discarded) })}
        </Button>
      </div>
    </>
  );
}

function HowFar(props: {
  discard: Discard;
  matched: number;
  counts: { discarded: string; matched: string };
}) {
  const { t } = useTranslation();
  const { discard, matched, counts } = props;
  const { state, discarded, failure } = discard;
  if (state === 'asked') return null;
  return (
    <div aria-live="polite" className="below">
      {isUnderWay(discard) && (
        <Progress
          percent={Math.round((discarded / Math.max(1, matched)) * 100)}
          aria-label={t('deadLetters.discardTitle')}
        />
      )}
      {state === 'stopped' || state === 'failed' ? (
        <Alert type="info" title={t('deadLetters.discardStopped', counts)} />
      ) : (
        <p>{t('deadLetters.discardProgress', counts)}</p>
      )}
      {failure !== null && <ProblemAlert error={failure} />}
    </div>
  );
}
