import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { chosenSpans, readSpan, spanNames, type ChosenSpan } from '../../parts/chosen-span.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useChosenApp } from '../../parts/use-chosen-app.ts';
import { AnswersCard } from './answers-card.tsx';
import { BalancesCard } from './balances-card.tsx';
import { DriftCard } from './drift-card.tsx';
import { FlowCard } from './flow-card.tsx';
import { LifeCard } from './life-card.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** What the users of an app allowed, what became of it, and where messages wait for an "allow". */
export function GrantsPage() {
  const { t } = useTranslation();
  const [appId, choose] = useChosenApp();
  const [params, setParams] = useSearchParams();
  const span = readSpan(params.get('span'));
  const chooseSpan = (next: ChosenSpan): void =>
    setParams((now) => {
      now.set('span', next);
      return now;
    });
  return (
    <>
      <PageHead
        title={t('navigation.grants')}
        hint={t('grants.hint')}
        extra={
          <>
            <AppSelect value={appId} onChange={choose} />
            <Segmented<ChosenSpan>
              value={span}
              onChange={chooseSpan}
              options={spanNames.map((value) => ({ value, label: t(`grants.span.${value}`) }))}
            />
          </>
        }
      />
      {appId === undefined ? (
        <TeachingEmpty title={t('apps.none')} hint={t('apps.noneHint')} />
      ) : (
        <GrantStory appId={appId} span={span} />
      )}
    </>
  );
}

function GrantStory({ appId, span }: { appId: string; span: ChosenSpan }) {
  const api = useApi();
  const { minutes, minutesEach } = chosenSpans[span];
  const flow = useQuery({
    queryKey: ['grant-flow', appId, minutes],
    queryFn: () => api.users.readGrantFlow(appId, { minutes, stepMinutes: minutesEach }),
    refetchInterval: pollEvery(30_000),
  });
  return (
    <>
      <Loaded query={flow}>
        {(data) => (
          <>
            <BalancesCard appId={appId} flow={data} />
            <div className="columns below">
              <FlowCard flow={data} span={span} />
              <LifeCard flow={data} />
            </div>
            <AnswersCard flow={data} />
          </>
        )}
      </Loaded>
      <DriftCard appId={appId} />
    </>
  );
}
