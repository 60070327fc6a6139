import type { Clock } from './create-clock.ts';
import type { LogFields, Logger } from './logger.ts';

const spanMs = 1_000;

/**
 * Writes lines that come by the thousand: the first `perSecond` of each second as information, the others at level `debug`. The
 * first line of a later second says how many were kept back (`leftOut`), so that none goes missing unseen.
 */
export function sampleLines(
  logger: Pick<Logger, 'info' | 'debug'>,
  options: { perSecond: number; clock: Pick<Clock, 'monotonicMs'> },
): (message: string, fields: LogFields) => void {
  const { perSecond, clock } = options;
  let beganAtMs = -Infinity;
  let written = 0;
  let leftOut = 0;
  return (message, fields) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - beganAtMs >= spanMs) {
      beganAtMs = nowMs;
      written = 0;
    }
    if (written >= perSecond) {
      leftOut += 1;
      logger.debug(message, fields);
      return;
    }
    written += 1;
    logger.info(message, leftOut > 0 ? { ...fields, leftOut } : fields);
    leftOut = 0;
  };
}
