import type { Replay } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ActDialog, type Act } from '../../parts/act-dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { useAct } from '../../parts/use-act.ts';
import { PreviewTable } from './preview-table.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { ReplayStateTag } from './replay-state-tag.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** A replay as it goes, and how to stop it. */
export function ReplayPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = '' } = useParams();
  const replay = useQuery({
    queryKey: ['replay', id],
    queryFn: () => api.deadLetters.getReplay(id),
    refetchInterval: pollEvery<Replay>((data) => (data?.state === 'running' ? 1_000 : 10_000)),
  });
  return (
    <>
      <PageHead
        title={t('replay.title')}
        hint={<ShortId id={id} />}
        extra={replay.data !== undefined && <ReplayActs replay={replay.data} />}
      />
      <Loaded query={replay}>{(data) => <ReplayFigures replay={data} />}</Loaded>
      <p>
        <Link to="/dead-letters">{t('replay.back')}</Link>
      </p>
    </>
  );
}

const counts = ['replayed', 'parked', 'failed', 'leftOut', 'skipped'] as const;

function ReplayFigures({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="columns">
      <Card title={<h2>{t('replay.progress')}</h2>}>
        <p aria-live="polite">
          <ReplayStateTag replay={replay} />
        </p>
        <ReplayProgress replay={replay} />
        <table className="counts">
          <tbody>
            {counts.map((name) => (
              <tr key={name}>
                <th scope="row">{t(`replay.counts.${name}`)}</th>
                <td className="figure">{format.number(replay.progress[name])}</td>
                <td className="quiet">{t(`replay.countHints.${name}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="quiet">
          {t('replay.rate', { rate: replay.ratePerSecond })} · {t('replay.startedAt')}{' '}
          <Instant at={replay.startedAt} /> · <code>{replay.startedBy}</code>
        </p>
      </Card>
      <Card title={<h2>{t('replay.preview')}</h2>}>
        <PreviewTable preview={replay.preview} />
        <pre className="json">{JSON.stringify(replay.filter, null, 2)}</pre>
      </Card>
    </div>
  );
}

function ReplayActs({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  const { act, ask, close } = useAct();
  const steer = useSteering(replay, ask);
  return (
    <>
      {replay.state === 'running' && (
        <Button onClick={steer.pause}>{t('replay.acts.pause')}</Button>
      )}
      {replay.state === 'paused' && (
        <Button type="primary" onClick={steer.resume}>
          {t('replay.acts.resume')}
        </Button>
      )}
      {(replay.state === 'running' || replay.state === 'paused') && (
        <Button danger onClick={steer.cancel}>
          {t('replay.acts.cancel')}
        </Button>
      )}
      <ActDialog act={act} onClose={close} />
    </>
  );
}

function useSteering(replay: Replay, ask: ReturnType<typeof useAct>['ask']) {
  const { t } = useTranslation();
  const api = useApi();
  const verb = (name: 'pause' | 'resume' | 'cancel', run: Act['run']) => () =>
    ask({
      title: t(`replay.acts.${name}`),
      effect: t(`replay.acts.${name}Effect`),
      isDestructive: name === 'cancel',
      confirm: t(`replay.acts.${name}`),
      done: t('replay.acts.done'),
      reason: name === 'cancel' ? 'required' : 'optional',
      run,
    });
  return {
    pause: verb('pause', (why) => api.deadLetters.pauseReplay(replay.id, reasonBody(why))),
    resume: verb('resume', (why) => api.deadLetters.resumeReplay(replay.id, reasonBody(why))),
    cancel: verb('cancel', (why) => api.deadLetters.cancelReplay(replay.id, reasonBody(why))),
  };
}
