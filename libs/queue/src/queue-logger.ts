import type { Logger } from '@yuexin/telemetry';
import { isNativeError } from 'node:util/types';

/** Where the hub says what it sees. */
export type QueueLogger = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Short text of anything thrown; an AggregateError (every address refused) has an empty message of its own. */
export function errorText(thrown: unknown): string {
  if (!isNativeError(thrown)) return String(thrown);
  if (thrown.message !== '') return thrown.message;
  const code: unknown = 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : thrown.name;
}

/** Logs the first of a stream of errors and then, per interval, one with the number of those in between. */
export function createErrorReporter({
  logger,
  intervalMs,
}: {
  logger: QueueLogger;
  intervalMs: number;
}): (error: Error) => void {
  let quietUntil = 0;
  let suppressed = 0;
  return (error) => {
    if (Date.now() < quietUntil) {
      suppressed += 1;
      return;
    }
    logger.warn('queue engine error', { error: errorText(error), suppressed });
    quietUntil = Date.now() + intervalMs;
    suppressed = 0;
  };
}
