import type { RoadNews } from '@yuexin/domain';
import { normaliseError, type AppError } from '@yuexin/errors';
import type { QueueHub } from '@yuexin/queue';
import type { Logger } from '@yuexin/telemetry';
import type { TokenSource } from '@yuexin/wechat-client';

/** `not-ready`: come back in `forMs`; `news` is what the token endpoint showed of the road to WeChat. */
export type TokenReadiness =
  { kind: 'ready' } | { kind: 'not-ready'; forMs: number; news: RoadNews };

export type ReadyToken = (appId: string) => Promise<TokenReadiness>;

/** An ordinary refresh takes a fraction of it. Whoever waits longer gives the place back and uses no attempt. */
const patienceMs = 3_000;
const defaultRestMs = 1_000;

/**
 * Looks for the app's token before a push is claimed, so that a push without one keeps its place and its attempts. Never
 * rejects. While there is none, this process takes no job of the app: a hundred thousand must not knock one after the other.
 */
export function createReadyToken(deps: {
  tokens: Pick<TokenSource, 'get' | 'isAtHand'>;
  queue: Pick<QueueHub, 'restHere'>;
  stopTaking: AbortSignal;
  /** True when this has not just been done; see createOncePer. */
  isNews: (key: string) => boolean;
  logger: Logger;
}): ReadyToken {
  const { tokens, queue, stopTaking, isNews, logger } = deps;
  const rest = (appId: string, error: AppError, forMs: number): void => {
    if (!isNews(`token ${appId}`)) return;
    const { code, message } = error;
    logger.warn('there is no access token; the pushes of the app wait', { appId, code, message });
    queue.restHere(appId, forMs);
  };

  return async (appId) => {
    if (tokens.isAtHand(appId)) return { kind: 'ready' };
    try {
      await tokens.get(appId, AbortSignal.any([stopTaking, AbortSignal.timeout(patienceMs)]));
      return { kind: 'ready' };
    } catch (thrown) {
      const error = normaliseError(thrown);
      const forMs = error.retryAfterMs ?? defaultRestMs;
      if (!stopTaking.aborted) rest(appId, error, forMs);
      return { kind: 'not-ready', forMs, news: newsOf(error) };
    }
  };
}

/** Said once for each question to WeChat: what is answered from memory is old. */
function newsOf({ code, details }: AppError): RoadNews {
  if (details.isRemembered === true) return 'nothing';
  if (code === 'wechat-refused') return 'reached';
  return typeof details.cause === 'string' ? 'unreachable' : 'nothing';
}
