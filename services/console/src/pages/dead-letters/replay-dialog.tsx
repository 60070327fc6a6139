import type { BodyOf, Replay, ReplayPreview } from '@yuexin/client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useDialogRun } from '../../parts/use-dialog-run.ts';
import { useIsHere } from '../../parts/use-is-here.ts';
import { PreviewTable } from './preview-table.tsx';
import { StartReplay, type ReplayTerms } from './start-replay.tsx';

export type ReplayFilter = Extract<BodyOf<'createReplay'>, { filter: unknown }>['filter'];

/** First what a replay would do, counted; then, on the same counts, the replay. */
export function ReplayDialog({ filter, onClose }: { filter: ReplayFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [mayDuplicate, setMayDuplicate] = useState(false);
  const preview = useQuery({
    queryKey: ['replay-preview', filter, mayDuplicate],
    queryFn: async () =>
      (await api.deadLetters.createReplay({ filter, dryRun: true, mayDuplicate })) as ReplayPreview,
    // What is typed and where one is stay while it is counted anew.
    placeholderData: keepPreviousData,
    // A token works once, and counts grow old.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const { run, isBusy, failure } = useDialogRun();
  const start = useStart();
  const { data } = preview;
  const counts = preview.isFetching ? undefined : data;
  const [isDoubtful, setDoubtful] = useState(false);
  if (!isDoubtful && data !== undefined && data.mayDuplicate > 0) setDoubtful(true);
  return (
    <Modal
      open
      title={t('deadLetters.previewTitle')}
      onCancel={() => {
        if (!isBusy) onClose();
      }}
      footer={null}
      width={620}
      destroyOnHidden
    >
      <p>{t('deadLetters.previewHint')}</p>
      {preview.error !== null && <ProblemAlert error={preview.error} />}
      {preview.isFetching && <Skeleton active title={false} />}
      {counts !== undefined && <PreviewTable preview={counts} />}
      {isDoubtful && (
        <Checkbox
          checked={mayDuplicate}
          disabled={isBusy}
          onChange={(event) => setMayDuplicate(event.target.checked)}
        >
          {t('deadLetters.allowDouble')}
        </Checkbox>
      )}
      <StartReplay
        preview={counts}
        mayDuplicate={mayDuplicate}
        isBusy={isBusy}
        failure={failure}
        onStart={(terms) => {
          if (counts !== undefined) void run(() => start(counts, terms));
        }}
        onLeave={onClose}
      />
    </Modal>
  );
}

/** Starts it, and leads there whoever is still here. */
function useStart(): (preview: ReplayPreview, terms: ReplayTerms) => Promise<void> {
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isHere = useIsHere();
  return async ({ previewToken }, terms) => {
    const replay = (await api.deadLetters.createReplay({ previewToken, ...terms })) as Replay;
    void queries.invalidateQueries({ queryKey: ['replays'] });
    if (isHere.current) await navigate(`/replays/${replay.id}`);
  };
}
