import type { Audience, AudienceReport } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ReasonText } from '../../parts/reason-text.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { writeFilter } from '../pushes/push-filter.ts';
import { pollEvery } from '../../parts/poll-every.ts';

/** Counting the pushes of 100,000 recipients costs something: it is done seldom. */
const everyMs = 10_000;

/** What became of its pushes so far, by state and cause, each the way to them. */
export function AudienceOutcome({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const api = useApi();
  const { id, progress } = audience;
  const hasPushes = progress.accepted > 0;
  const report = useQuery({
    queryKey: ['audience', id, 'report'],
    queryFn: () => api.audiences.getReport(id, { timeoutMs: 30_000 }),
    enabled: hasPushes,
    refetchInterval: pollEvery(everyMs),
  });
  return (
    <Card title={<h2>{t('audiences.outcome')}</h2>} className="below">
      {hasPushes ? (
        <Loaded query={report}>
          {({ pushes }) => <OutcomeTable audience={audience} pushes={pushes} />}
        </Loaded>
      ) : (
        <TeachingEmpty title={t('users.noPushes')} hint={t('audiences.noPushesHint')} />
      )}
    </Card>
  );
}

function OutcomeTable(props: { audience: Audience; pushes: AudienceReport['pushes'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { appId, bizId } = props.audience;
  return (
    <table className="counts">
      <tbody>
        {props.pushes.map(({ state, reason, errcode, count }) => (
          <tr key={`${state} ${reason} ${errcode}`}>
            <th scope="row">
              {state === null ? (
                <ToneTag tone="off">{t('audiences.gone')}</ToneTag>
              ) : (
                <StateTag state={state} />
              )}
            </th>
            <td className="figure">{format.number(count)}</td>
            <td>
              {reason !== null && (
                <ReasonText
                  reason={{ code: reason, message: reason, ...(errcode !== null && { errcode }) }}
                />
              )}
            </td>
            <td>
              {state !== null && bizId !== null && (
                <Link
                  to={`/pushes?${writeFilter({ appId, bizId, state: [state], ...(reason !== null && { reason }) }).toString()}`}
                >
                  {t('deadLetters.show')}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
