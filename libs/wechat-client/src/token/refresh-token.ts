import { AppError } from '@yuexin/errors';
import type { StoredToken } from '../wechat-client.ts';
import type { TokenDeps } from './app-token.ts';
import { endpointUnreachable, refusedByEndpoint } from './token-failure.ts';

/** Less than the store's lease of 15 s, so that an answer is kept while the lease still holds. */
const limitMs = 12_000;

/**
 * Asks WeChat and keeps the answer; the caller holds the lease, and it is given back whatever happens. Null when the lease
 * was lost meanwhile (the process was suspended): another has it, or has refreshed. Throws AppError.
 */
export async function refreshToken(
  deps: TokenDeps,
  input: { appId: string; leaseId: string; forceRefresh: boolean },
): Promise<StoredToken | null> {
  const { appId, leaseId } = input;
  const { store, clock, logger } = deps;
  try {
    // Before the call, so that a slow answer makes the token look older than it is, never younger.
    const askedAtMs = clock.now().getTime();
    const answer = await askWechat(deps, input);
    const stored = await store.save({
      appId,
      accessToken: answer.accessToken,
      expiresAt: new Date(askedAtMs + answer.expiresInSeconds * 1_000),
      leaseId,
    });
    if (stored === null) {
      logger.warn('A refresh took longer than its lease; its token was not kept', { appId });
      return null;
    }
    logger.info('Access token refreshed', {
      appId,
      generation: stored.generation,
      expiresAt: stored.expiresAt.toISOString(),
      isForced: input.forceRefresh,
    });
    return stored;
  } catch (error) {
    await giveLeaseBack(deps, { appId, leaseId });
    throw error;
  }
}

async function askWechat(
  deps: TokenDeps,
  input: { appId: string; forceRefresh: boolean },
): Promise<{ accessToken: string; expiresInSeconds: number }> {
  const { appId, forceRefresh } = input;
  const secret = await deps.readSecret(appId);
  if (secret === null) {
    throw new AppError('not-found', { message: 'There is no such app.', details: { appId } });
  }
  const signal = AbortSignal.timeout(limitMs);
  const answer = await deps.client.getStableToken({ appId, secret, forceRefresh, signal });
  if (answer.kind === 'ok') return answer.value;
  if (answer.kind === 'unreachable') throw endpointUnreachable({ appId, answer });

  const error = refusedByEndpoint({ appId, refusal: answer });
  const { errcode } = answer;
  if (error.code === 'wechat-refused') {
    deps.logger.error('WeChat refuses to give an access token', { ...error.details });
    deps.onRefused?.({ kind: 'not-given', appId, errcode, error });
  }
  throw error;
}

async function giveLeaseBack(
  deps: TokenDeps,
  lease: { appId: string; leaseId: string },
): Promise<void> {
  try {
    await deps.store.releaseLease(lease);
  } catch (error) {
    // The first error is the one to tell; the lease ends by itself.
    const cause = error instanceof Error ? error.name : 'unknown';
    deps.logger.warn('The refresh lease was not given back', { appId: lease.appId, cause });
  }
}
