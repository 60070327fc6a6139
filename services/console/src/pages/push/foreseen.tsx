import type { AnswerOf } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';

type ForeseenAction = AnswerOf<'foreseeActions'>['data'][number];

/** What the api foresees of an action: it did it, looked, and took it back. */
export function Foreseen({ pushId, action }: { pushId: string; action: ForeseenAction['action'] }) {
  const api = useApi();
  const foreseen = useQuery({
    queryKey: ['foreseen', pushId],
    queryFn: () => api.pushes.foreseeActions(pushId),
    gcTime: 0,
  });
  if (foreseen.error !== null) return <ProblemAlert error={foreseen.error} />;
  const found = foreseen.data?.data.find((one) => one.action === action);
  if (foreseen.data === undefined) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  return found === undefined ? null : <ForeseenText foreseen={found} />;
}

function ForeseenText({ foreseen }: { foreseen: ForeseenAction }) {
  const { t } = useTranslation();
  const { becomes, grants, isPossible, mayDuplicate, detail } = foreseen;
  return (
    <>
      <p>
        {!isPossible && <ToneTag tone="bad">{t('push.foreseen.impossible')}</ToneTag>}
        {becomes !== null && (
          <>
            {t('push.foreseen.becomes')} <StateTag state={becomes} />{' '}
          </>
        )}
        {mayDuplicate && <ToneTag tone="warn">{t('push.foreseen.mayDuplicate')}</ToneTag>}
      </p>
      <p className="quiet figure">{t('push.foreseen.grants', grants)}</p>
      {!isPossible && detail !== null && <p className="quiet">{detail}</p>}
    </>
  );
}
