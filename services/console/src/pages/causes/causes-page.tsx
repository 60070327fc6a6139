import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { chosenSpans, readSpan, spanNames, type ChosenSpan } from '../../parts/chosen-span.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { CauseStory } from './cause-story.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** What kept pushes from their users and why, in words, and whether it grows. */
export function CausesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const span = readSpan(params.get('span'));
  const appId = params.get('appId') ?? undefined;
  const { minutes, minutesEach } = chosenSpans[span];
  const causes = useQuery({
    queryKey: ['causes', minutes, appId],
    queryFn: () =>
      api.operating.readCauses({
        ...{ minutes, stepMinutes: minutesEach },
        ...(appId !== undefined && { appId }),
      }),
    refetchInterval: pollEvery(30_000),
  });
  const set = (name: string, value: string | undefined): void =>
    setParams((now) => {
      if (value === undefined) now.delete(name);
      else now.set(name, value);
      return now;
    });
  return (
    <>
      <PageHead
        title={t('navigation.causes')}
        hint={t('causes.hint')}
        extra={
          <>
            <AppSelect allowsAll value={appId} onChange={(next) => set('appId', next)} />
            <Segmented<ChosenSpan>
              value={span}
              onChange={(next) => set('span', next)}
              options={spanNames.map((value) => ({ value, label: t(`causes.span.${value}`) }))}
            />
          </>
        }
      />
      <Loaded query={causes}>
        {(data) => (
          <CauseStory
            causes={data}
            span={span}
            appId={appId}
            about={params.get('about') ?? undefined}
            onAbout={(next) => set('about', next)}
            by={params.get('by') === 'about' ? 'about' : 'cause'}
            onBy={(next) => set('by', next === 'about' ? next : undefined)}
          />
        )}
      </Loaded>
    </>
  );
}
