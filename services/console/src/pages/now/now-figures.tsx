import type { Stats } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { FigureCard } from '../../parts/figure-card.tsx';

const longWaitMs = 60_000;

/** The figures that say whether anything is stuck; each leads to what it counts. */
export function NowFigures({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { open, latency } = stats;
  const waiting = open.queued + open.retrying + open.sending;
  const oldestMs =
    stats.oldestQueuedAt === null ? 0 : Date.parse(stats.at) - Date.parse(stats.oldestQueuedAt);
  const dead = `${format.number(stats.dead)}${stats.isDeadCapped ? '+' : ''}`;
  return (
    <section className="figures" aria-label={t('now.figures')}>
      <FigureCard
        label={t('now.accepted')}
        value={format.rate(stats.acceptedPerSecond)}
        note={t('now.perSecond')}
      />
      <FigureCard
        label={t('now.sent')}
        value={format.rate(stats.sentPerSecond)}
        note={t('now.perSecond')}
        tone={stats.isProgressing ? 'calm' : 'bad'}
      />
      <FigureCard
        label={t('now.waiting')}
        value={format.number(waiting)}
        note={t('now.waitingNote', { scheduled: format.number(open.scheduled) })}
        to="/pushes?state=queued,retrying,sending"
      />
      <FigureCard
        label={t('now.oldest')}
        value={oldestMs <= 0 ? t('now.none') : format.span(oldestMs)}
        tone={oldestMs > longWaitMs ? 'warn' : 'calm'}
        note={t('now.oldestNote')}
        to="/pushes?state=queued"
      />
      <FigureCard
        label={t('now.latency')}
        value={latency === null ? t('now.none') : format.span(latency.p95Ms)}
        note={
          latency === null
            ? t('now.latencyNone')
            : t('now.latencyNote', {
                p50: format.span(latency.p50Ms),
                p99: format.span(latency.p99Ms),
              })
        }
      />
      <FigureCard
        label={t('state.parked')}
        value={format.number(open.parked)}
        note={t('now.parkedNote')}
        to="/pushes?state=parked"
      />
      <FigureCard
        label={t('state.unconfirmed')}
        value={format.number(open.unconfirmed)}
        tone={open.unconfirmed > 0 ? 'warn' : 'calm'}
        note={t('now.unconfirmedNote')}
        to="/unconfirmed"
      />
      <FigureCard
        label={t('navigation.deadLetters')}
        value={dead}
        tone={stats.dead > 0 ? 'bad' : 'calm'}
        note={t('now.deadNote')}
        to="/dead-letters"
      />
    </section>
  );
}
