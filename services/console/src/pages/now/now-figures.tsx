import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import type { LiveStats } from '../../live/live-context.tsx';
import { FigureCard } from '../../parts/figure-card.tsx';
import { ratePerSecond, type Minute } from '../../parts/chart/spread-minutes.ts';
import { useDeadLetters } from '../dead-letters/use-dead-letters.ts';

const over = 5;

/** The figures that say whether anything is stuck; each leads to what it counts. */
export function NowFigures({ stats }: { stats: LiveStats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const deadLetters = useDeadLetters();
  const nowMs = Date.parse(stats.at);
  const rate = (read: (minute: Minute) => number): string =>
    format.rate(ratePerSecond({ minutes: stats.minutes, nowMs, over, read }));
  const { open } = stats;
  const waiting = open.queued + open.retrying + open.sending;
  const oldestMs = stats.oldestQueuedAt === null ? 0 : nowMs - Date.parse(stats.oldestQueuedAt);
  const dead = deadLetters.data?.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="figures" aria-label={t('now.figures')}>
      <FigureCard
        label={t('now.accepted')}
        value={rate((minute) => minute.accepted)}
        note={t('now.perSecond')}
      />
      <FigureCard
        label={t('now.sent')}
        value={rate((minute) => minute.sent)}
        note={t('now.perSecond')}
      />
      <FigureCard
        label={t('now.waiting')}
        value={format.number(waiting)}
        note={t('now.waitingNote', { scheduled: format.number(open.scheduled) })}
        to="/pushes?state=queued,retrying,sending"
      />
      <FigureCard
        label={t('now.oldest')}
        value={oldestMs === 0 ? t('now.none') : format.span(oldestMs)}
        tone={oldestMs > 60_000 ? 'warn' : 'calm'}
        note={t('now.oldestNote')}
        to="/pushes?state=queued"
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
        value={dead === undefined ? '…' : format.number(dead)}
        tone={dead === undefined || dead === 0 ? 'calm' : 'bad'}
        note={t('now.deadNote')}
        to="/dead-letters"
      />
    </section>
  );
}
