import type { Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import { presentAlarm } from '../../presenters/present-alarm.ts';
import type { ConsoleSessions } from '../../http/console-sessions.ts';
import type { ReadStats } from '../operators/read-stats.ts';

/** One open console: what it may know, and how it is told. */
export type LiveListener = {
  sessionId: string;
  /** Null: of all apps. */
  appIds: readonly string[] | null;
  seesAlarms: boolean;
  tell: (event: 'stats' | 'alarms', json: string) => void;
  /** Nothing to tell; the connection is kept. */
  beat: () => void;
  end: () => void;
};

export type LiveHub = {
  /** Tells it what is known already, then every two seconds, until it is let go of. Null: there are too many. */
  listen(listener: LiveListener): (() => void) | null;
};

type NewsDeps = {
  readStats: ReadStats;
  storage: { upkeep: Pick<Storage['upkeep'], 'listAlarms'> };
};
type News = { stats: string; alarms: string };
type Told = { alarms: string | null };

const everyMs = 2000;
const mostListeners = 500;

/**
 * What consoles are told of by themselves: read once in two seconds for all that may know the same, and not at all while
 * nobody listens. Ends who is no longer signed in.
 */
export function createLiveHub(
  deps: NewsDeps & {
    consoleSessions: Pick<ConsoleSessions, 'findLive'>;
    logger: Logger;
    stopping: AbortSignal;
  },
): LiveHub {
  const { consoleSessions, logger, stopping } = deps;
  const listeners = new Map<LiveListener, Told>();
  const latest = new Map<string, News>();
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;
  let wasFailing = false;

  const turn = async (): Promise<void> => {
    await endOthers([...listeners.keys()], consoleSessions);
    const topics = new Map([...listeners.keys()].map(({ appIds }) => [topicOf(appIds), appIds]));
    for (const [topic, appIds] of topics) latest.set(topic, await readNews(deps, appIds));
    for (const topic of latest.keys()) if (!topics.has(topic)) latest.delete(topic);
    for (const [listener, told] of listeners) {
      const news = latest.get(topicOf(listener.appIds));
      if (news !== undefined) tell(listener, told, news);
    }
  };

  const run = async (): Promise<void> => {
    timer = null;
    isRunning = true;
    try {
      await turn();
      wasFailing = false;
    } catch (error) {
      // The database does not serve: consoles stay connected and are told when it does.
      if (!wasFailing) logger.warn('the consoles could not be told', { error });
      wasFailing = true;
      for (const listener of listeners.keys()) listener.beat();
    }
    isRunning = false;
    if (listeners.size === 0) latest.clear();
    else schedule(everyMs);
  };

  const schedule = (ms: number): void => {
    if (timer !== null || isRunning || stopping.aborted) return;
    timer = setTimeout(() => void run(), ms);
    timer.unref();
  };

  stopping.addEventListener('abort', () => {
    for (const listener of listeners.keys()) listener.end();
  });

  return {
    listen: (listener) => {
      if (listeners.size >= mostListeners || stopping.aborted) return null;
      const told: Told = { alarms: null };
      listeners.set(listener, told);
      const known = latest.get(topicOf(listener.appIds));
      if (known !== undefined) tell(listener, told, known);
      schedule(0);
      return () => void listeners.delete(listener);
    },
  };
}

function tell(listener: LiveListener, told: Told, news: News): void {
  listener.tell('stats', news.stats);
  if (!listener.seesAlarms || told.alarms === news.alarms) return;
  told.alarms = news.alarms;
  listener.tell('alarms', news.alarms);
}

async function readNews(
  { readStats, storage }: NewsDeps,
  appIds: LiveListener['appIds'],
): Promise<News> {
  const mine = appIds === null ? {} : { appIds };
  const [stats, alarms] = await Promise.all([
    readStats({ appIds, minutes: 60, stepMinutes: 1 }),
    storage.upkeep.listAlarms({ ...mine, isOpen: true, limit: 50, cursor: null }),
  ]);
  const data = alarms.items.map(presentAlarm);
  const page = { data, nextCursor: alarms.nextCursor };
  return { stats: JSON.stringify(stats), alarms: JSON.stringify(page) };
}

/** Those whose session does not stand any more. */
async function endOthers(
  listeners: readonly LiveListener[],
  consoleSessions: Pick<ConsoleSessions, 'findLive'>,
): Promise<void> {
  const ids = [...new Set(listeners.map(({ sessionId }) => sessionId))];
  const live = new Set(await consoleSessions.findLive(ids));
  for (const listener of listeners) if (!live.has(listener.sessionId)) listener.end();
}

const topicOf = (appIds: readonly string[] | null): string =>
  appIds === null ? '*' : appIds.toSorted().join(' ');
