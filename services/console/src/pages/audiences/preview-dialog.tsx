import type { Audience, AudiencePreview } from '@yuexin/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { useDialogRun, type DialogRun } from '../../parts/use-dialog-run.ts';
import { PreviewCounts } from './preview-counts.tsx';

/** A dry run over 100,000 recipients takes a while. */
const patient = { timeoutMs: 35_000, totalTimeoutMs: 70_000 };

/** First what starting would do, counted; then, for who may, the start. */
export function PreviewDialog(props: {
  audience: Audience;
  mayStart: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const { audience, mayStart, onClose } = props;
  const preview = useQuery({
    queryKey: ['audience-preview', audience.id],
    queryFn: () => api.audiences.preview(audience.id, patient),
    // Counts grow old.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const starting = useDialogRun();
  return (
    <Modal
      open
      title={t('audiences.previewTitle')}
      onCancel={() => {
        if (!starting.isBusy) onClose();
      }}
      footer={null}
      width={620}
      destroyOnHidden
    >
      <p>{t('audiences.previewHint')}</p>
      {preview.error !== null && <ProblemAlert error={preview.error} />}
      {preview.isPending && <Skeleton active title={false} />}
      {preview.data !== undefined && <PreviewCounts preview={preview.data} />}
      {preview.data !== undefined && mayStart && (
        <Start {...{ audience, starting, onClose }} preview={preview.data} />
      )}
    </Modal>
  );
}

function Start(props: {
  audience: Audience;
  preview: AudiencePreview;
  starting: DialogRun;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const reasonId = useId();
  const { audience, preview, starting, onClose } = props;
  const { run, isBusy, failure } = starting;
  const { recipients, problems } = preview;
  const [reason, setReason] = useState('');
  const start = async (): Promise<void> => {
    await api.audiences.start(audience.id, {
      // What is left out stands above the button that says so.
      ...(problems > 0 && { leaveOutProblems: true }),
      ...reasonBody(reason.trim() === '' ? undefined : reason.trim()),
    });
    message.success(t('audiences.started'));
    onClose();
    await queries.invalidateQueries();
  };
  return (
    <>
      {problems > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('audiences.leavesOut', { lines: format.number(problems) })}
        />
      )}
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
        <span className="grow" />
        <Button disabled={isBusy} onClick={onClose}>
          {t('parts.leaveIt')}
        </Button>
        <Button
          type="primary"
          disabled={recipients === 0}
          loading={isBusy}
          onClick={() => void run(start)}
        >
          {t('audiences.startThem', { recipients: format.number(recipients) })}
        </Button>
      </div>
    </>
  );
}
