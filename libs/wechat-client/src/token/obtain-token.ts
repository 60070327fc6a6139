import type { StoredToken } from '../wechat-client.ts';
import type { AppToken, TokenDeps } from './app-token.ts';
import { noteDeath } from './note-death.ts';
import { refreshToken } from './refresh-token.ts';
import { refreshedElsewhere } from './token-failure.ts';

export const refreshSpacingMs = 30_000;
/** Longer than a lease, so that a process that died in the middle is waited out. */
const patienceMs = 20_000;
const replacementSpacingMs = 1_000;

/**
 * Finds a usable token: the stored one, or a new one when this process gets the lease, or the one that the lease's holder
 * stores meanwhile. A generation that WeChat refused is not usable until somebody has asked WeChat since.
 */
export async function obtainToken(deps: TokenDeps, app: AppToken): Promise<StoredToken> {
  const { clock, store, wait, random } = deps;
  const { appId } = app;
  const refused = app.suspect?.releasedAt === null ? app.suspect.generation : null;
  // By the store's clock: has anybody asked WeChat since the token was taken that was then refused?
  const since = refused === null ? null : (app.seenRefreshedAt ?? clock.now());
  const giveUpAt = clock.monotonicMs() + patienceMs;

  // Tokens that die as fast as they are given must not become a storm of refreshes.
  const sinceReplacedMs = clock.monotonicMs() - app.replacedAt;
  if (refused !== null && sinceReplacedMs < replacementSpacingMs) await wait(replacementSpacingMs);

  for (;;) {
    const stored = await store.read(appId);
    const isLive = stored !== null && stored.expiresAt > clock.now();
    if (isLive) {
      if (refused === null || stored.generation > refused) return stored;
      if (since !== null && stored.refreshedAt > since) return tryAgain(deps, app, stored);
    }
    const generation = stored?.generation ?? 0;
    const notBefore = since ?? new Date(clock.now().getTime() - refreshSpacingMs);
    const leaseId = await store.takeRefreshLease({ appId, generation, notBefore });
    if (leaseId !== null) {
      const fresh = await refreshToken(deps, { appId, leaseId, forceRefresh: false });
      if (fresh === null) continue;
      if (refused === null) return fresh;
      if (fresh.generation <= refused) return tryAgain(deps, app, fresh);
      app.replacedAt = clock.monotonicMs();
      if (isLive && hadMuchLeft(deps, stored)) noteDeath(deps, app);
      return fresh;
    }
    if (clock.monotonicMs() >= giveUpAt) throw refreshedElsewhere(appId);
    await wait(200 + random() * 200);
  }
}

/**
 * WeChat gives out the very token it refused: most often its servers do not agree yet (wechat-facts 8.1), so it is tried
 * once more after a moment. A refusal of that try pauses the app.
 */
async function tryAgain(deps: TokenDeps, app: AppToken, same: StoredToken): Promise<StoredToken> {
  const { appId } = app;
  deps.logger.warn('WeChat gave the token it had refused', { appId, generation: same.generation });
  await deps.wait(1_000 + deps.random() * 1_000);
  app.suspect = { generation: same.generation, releasedAt: deps.clock.now() };
  return same;
}

const hadMuchLeft = ({ clock, marginMs }: TokenDeps, token: StoredToken): boolean =>
  token.expiresAt.getTime() - clock.now().getTime() > marginMs;
