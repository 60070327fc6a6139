import type { Push, Template } from '@yuexin/client';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Instant } from '../../parts/instant.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';

const shown = 200;

/** For each template the pushes that wait for an "allow", the oldest of those that were read first. */
export function ParkedDemand({
  appId,
  templates,
}: {
  appId: string;
  templates: readonly Template[];
}) {
  const { t } = useTranslation();
  const api = useApi();
  const demand = useQueries({
    queries: templates.map(({ templateId }) => ({
      queryKey: ['parked', appId, templateId],
      queryFn: () =>
        api.pushes
          .list({ appId, templateId, state: 'parked', limit: shown })
          .toArray({ limit: shown }),
      refetchInterval: 30_000,
    })),
  });
  const rows = templates.flatMap(({ templateId, title }, index) => {
    const pushes: Push[] = demand[index]?.data ?? [];
    return pushes.length === 0 ? [] : [{ templateId, title, pushes }];
  });
  if (rows.length === 0)
    return <TeachingEmpty title={t('grants.noParked')} hint={t('grants.noParkedHint')} />;
  return (
    <ul className="rows">
      {rows.map(({ templateId, title, pushes }) => (
        <li key={templateId} className="row">
          <div className="grow">
            <Link
              to={`/pushes?${new URLSearchParams({ appId, templateId, state: 'parked' }).toString()}`}
            >
              {title}
            </Link>
            <p className="quiet">
              {t('grants.oldestParked')} <Instant at={pushes.at(-1)?.createdAt} isRelative />
            </p>
          </div>
          <span className="figure-value">
            {pushes.length < shown ? pushes.length : t('grants.atLeast', { count: shown })}
          </span>
        </li>
      ))}
    </ul>
  );
}
