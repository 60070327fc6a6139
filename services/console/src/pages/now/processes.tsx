import type { Stats } from '@yuexin/client';
import { Alert, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../parts/instant.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';

type Process = Stats['workers'][number];

/** Whether the workers live, and whether anything comes of it. */
export function Processes({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  return (
    <Card title={<h2>{t('now.processes')}</h2>} className="below">
      {!stats.isProgressing && (
        <Alert
          type="error"
          showIcon
          className="problem"
          title={t('now.stuck')}
          description={t('now.stuckHint')}
        />
      )}
      <ul className="rows">
        {stats.workers.map((worker) => (
          <ProcessRow key={worker.id} kind="worker" process={worker} />
        ))}
        {stats.apis.map((api) => (
          <ProcessRow key={api.id} kind="api" process={api} />
        ))}
      </ul>
    </Card>
  );
}

function ProcessRow({ kind, process }: { kind: 'worker' | 'api'; process: Process }) {
  const { t } = useTranslation();
  return (
    <li>
      <ToneTag tone={process.isAlive ? 'good' : 'bad'}>
        {process.isAlive ? t('now.alive') : t('now.gone')}
      </ToneTag>{' '}
      {t(`now.process.${kind}`)} <code>{process.id}</code>{' '}
      <span className="quiet">
        {t('now.seen')} <Instant at={process.seenAt} isRelative />
        {kind === 'worker' && (
          <>
            {' · '}
            {t('now.progressed')} <Instant at={process.progressedAt} isRelative />
          </>
        )}
      </span>
    </li>
  );
}
