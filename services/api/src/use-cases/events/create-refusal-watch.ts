import type { Storage } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';

/** Notes one refused post of an app that exists; `why` holds nothing of the post. Never fails and makes nobody wait. */
export type NoteRefusal = (input: { appId: string; why: string }) => void;

/** So many within a window are news; a stranger who tries once is not. */
const alarmFrom = 10;
const windowMs = 60_000;

type Window = { count: number; told: number; why: string };

/**
 * Raises `events-refused`: one alarm for each app, however many posts are refused. It is told when the tenth of a minute comes,
 * and at the end of that minute what came since: two statements a minute at most, and its count is that of the posts.
 */
export function createRefusalWatch(deps: {
  upkeep: Pick<Storage['upkeep'], 'raiseAlarm'>;
  logger: Logger;
}): NoteRefusal {
  const { upkeep, logger } = deps;
  const windows = new Map<string, Window>();

  const tell = (appId: string, window: Window): void => {
    const times = window.count - window.told;
    window.told = window.count;
    const alarm = { appId, code: 'events-refused', message: messageOf(window), times };
    upkeep.raiseAlarm(alarm).catch((error: unknown) => {
      logger.warn('an alarm could not be raised', { appId, code: alarm.code, error });
    });
  };

  const close = (appId: string, window: Window): void => {
    windows.delete(appId);
    if (window.told > 0 && window.count > window.told) tell(appId, window);
  };

  return ({ appId, why }) => {
    const known = windows.get(appId);
    const window = known ?? { count: 0, told: 0, why };
    if (known === undefined) {
      windows.set(appId, window);
      setTimeout(() => close(appId, window), windowMs).unref();
    }
    window.count += 1;
    window.why = why;
    if (window.count === alarmFrom) tell(appId, window);
  };
}

const messageOf = ({ count, why }: Window): string =>
  `${count} posts to the event URL were refused within a minute, the last one because: ${why}. ` +
  'Somebody forges events, or the message token or EncodingAESKey kept here is not that of WeChat’s console: then WeChat’s own events are lost.';
