import type { BodyOf, Replay, ReplayPreview } from '@yuexin/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Modal, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { PreviewTable } from './preview-table.tsx';

export type ReplayFilter = Extract<BodyOf<'createReplay'>, { filter: unknown }>['filter'];

const usualRate = 20;

/** First what a replay would do, counted; then, on the same counts, the replay. */
export function ReplayDialog({ filter, onClose }: { filter: ReplayFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [mayDuplicate, setMayDuplicate] = useState(false);
  const preview = useQuery({
    queryKey: ['replay-preview', filter, mayDuplicate],
    queryFn: async () =>
      (await api.deadLetters.createReplay({ filter, dryRun: true, mayDuplicate })) as ReplayPreview,
    // A token works once, and counts grow old.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const counts = preview.data;
  return (
    <Modal
      open
      title={t('deadLetters.previewTitle')}
      onCancel={onClose}
      footer={null}
      width={620}
      destroyOnHidden
    >
      <p>{t('deadLetters.previewHint')}</p>
      {preview.error !== null && <ProblemAlert error={preview.error} />}
      {preview.isFetching && <Skeleton active title={false} />}
      {counts !== undefined && !preview.isFetching && <PreviewTable preview={counts} />}
      {counts !== undefined && (counts.mayDuplicate > 0 || mayDuplicate) && (
        <Checkbox
          checked={mayDuplicate}
          onChange={(event) => setMayDuplicate(event.target.checked)}
        >
          {t('deadLetters.allowDouble')}
        </Checkbox>
      )}
      {counts !== undefined && !preview.isFetching && (
        <StartReplay preview={counts} onClose={onClose} />
      )}
    </Modal>
  );
}

function StartReplay({ preview, onClose }: { preview: ReplayPreview; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const rateId = useId();
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const [ratePerSecond, setRate] = useState(usualRate);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const moving = preview.wouldSend + preview.wouldPark;
  const start = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    try {
      const replay = (await api.deadLetters.createReplay({
        previewToken: preview.previewToken,
        ratePerSecond,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      })) as Replay;
      void queries.invalidateQueries({ queryKey: ['replays'] });
      await navigate(`/replays/${replay.id}`);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <>
      {failure !== null && <ProblemAlert error={failure} />}
      <label htmlFor={reasonId}>{t('parts.reason')}</label>
      <Input
        id={reasonId}
        maxLength={500}
        placeholder={t('parts.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="dialog-foot">
        <label htmlFor={rateId}>{t('deadLetters.rate')}</label>
        <InputNumber
          id={rateId}
          min={1}
          max={1000}
          precision={0}
          value={ratePerSecond}
          onChange={(value) => setRate(value ?? usualRate)}
        />
        <span className="quiet grow">
          {moving > 0 &&
            t('deadLetters.takes', { span: format.span((moving / ratePerSecond) * 1000) })}
        </span>
        <Button onClick={onClose}>{t('parts.leaveIt')}</Button>
        <Button
          type="primary"
          disabled={moving === 0}
          loading={isBusy}
          onClick={() => void start()}
        >
          {moving === 0
            ? t('deadLetters.nothingToReplay')
            : t('deadLetters.start', { count: moving })}
        </Button>
      </div>
    </>
  );
}
