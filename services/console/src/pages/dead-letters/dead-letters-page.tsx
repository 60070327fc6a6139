import type { DeadLetterGroup } from '@yuexin/client';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AppSelect } from '../../parts/app-select.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useMay } from '../../session/session-context.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { GroupCard } from './group-card.tsx';
import { ReplayDialog, type ReplayFilter } from './replay-dialog.tsx';
import { ReplayList } from './replay-list.tsx';
import { useDeadLetters } from './use-dead-letters.ts';

/** What will not be tried again by itself, by cause, and the way back. */
export function DeadLettersPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const appId = params.get('appId') ?? undefined;
  const groups = useDeadLetters(appId);
  const mayReplay = useMay('operator');
  const [filter, setFilter] = useState<ReplayFilter | null>(null);
  const [discarding, setDiscarding] = useState<ReplayFilter | null>(null);
  const replayAll = (): void => setFilter(appId === undefined ? {} : { appId });
  return (
    <>
      <PageHead
        title={t('navigation.deadLetters')}
        hint={t('deadLetters.hint')}
        extra={
          <>
            <AppSelect
              allowsAll
              value={appId}
              onChange={(next) => setParams(next === undefined ? {} : { appId: next })}
            />
            {mayReplay && (groups.data?.length ?? 0) > 1 && (
              <Button onClick={replayAll}>{t('deadLetters.replayAll')}</Button>
            )}
          </>
        }
      />
      <Loaded query={groups}>
        {(list) =>
          list.length === 0 ? (
            <TeachingEmpty title={t('deadLetters.none')} hint={t('deadLetters.noneHint')} />
          ) : (
            <ul className="rows cards">
              {list.map((group) => (
                <GroupCard
                  key={keyOf(group)}
                  group={group}
                  onReplay={mayReplay ? () => setFilter(filterOf(group)) : undefined}
                  onDiscard={mayReplay ? () => setDiscarding(filterOf(group)) : undefined}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {mayReplay && <ReplayList />}
      {filter !== null && <ReplayDialog filter={filter} onClose={() => setFilter(null)} />}
      {discarding !== null && (
        <DiscardDialog filter={discarding} onClose={() => setDiscarding(null)} />
      )}
    </>
  );
}

const keyOf = ({ appId, templateId, reason, errcode }: DeadLetterGroup): string =>
  [appId, templateId, reason, errcode].join(' ');

const filterOf = ({ appId, templateId, reason, errcode }: DeadLetterGroup): ReplayFilter => ({
  appId,
  templateId,
  errcode,
  reason: reason as NonNullable<ReplayFilter['reason']>,
});
