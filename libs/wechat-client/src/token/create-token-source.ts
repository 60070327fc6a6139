import type { AppError } from '@yuexin/errors';
import { createClock, type Clock, type Logger } from '@yuexin/telemetry';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredToken, TokenSource, TokenStore, WechatClient } from '../wechat-client.ts';
import {
  adopt,
  createAppToken,
  type AppToken,
  type TokenConflict,
  type TokenDeps,
  type TokenRefusal,
} from './app-token.ts';
import { obtainToken, refreshSpacingMs } from './obtain-token.ts';
import { refreshToken } from './refresh-token.ts';
import {
  asTokenError,
  coolDownOf,
  forcedTooOften,
  refreshedElsewhere,
  refreshedJustNow,
  refusedAgain,
  stillFailing,
  waitAborted,
} from './token-failure.ts';

export type TokenSourceOptions = {
  client: Pick<WechatClient, 'getStableToken'>;
  store: TokenStore;
  /** Null when there is no such app. */
  readSecret(appId: string): Promise<string | null>;
  logger: Logger;
  /** How long before its end a token is refreshed. */
  marginMs: number;
  onConflict?: (conflict: TokenConflict) => void;
  /** Called once for each refusal by WeChat that waiting does not mend; `get` throws the same error for a while. */
  onRefused?: (refusal: TokenRefusal) => void;
  clock?: Clock;
  wait?: (ms: number) => Promise<void>;
  random?: () => number;
};

/** WeChat's own limit (wechat-facts 1.2). */
const forcedRefreshesPerDay = 20;

/** A second refusal counts for this long after a refused token was handed out again. */
const secondTryMs = 60_000;

/**
 * The access tokens of all apps for one process (design 7). The store is shared by all processes and holds the lease that
 * lets one of them refresh; here every app has one flight, so that a hanging app delays no other. Besides what TokenSource
 * says, `get` throws `not-found` for an app without a secret. A failure is remembered for a while (1 s to 1 min, in
 * `retryAfterMs`) and answered from memory. No token is in any error, log line or callback.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const deps: TokenDeps = {
    clock: createClock(),
    wait: (ms) => delay(ms),
    random: Math.random,
    onConflict: undefined,
    onRefused: undefined,
    ...options,
  };
  const apps = new Map<string, AppToken>();
  const appOf = (appId: string): AppToken => {
    const app = apps.get(appId) ?? createAppToken(appId);
    apps.set(appId, app);
    return app;
  };
  return {
    get: (appId, signal) => getToken(deps, appOf(appId), signal),
    isAtHand: (appId) => leftOf(deps, appOf(appId).cached) > 0,
    refused: (refusal) => takeRefusal(deps, appOf(refusal.appId), refusal),
    worked: ({ appId, generation, startedAt }) => {
      const { suspect } = appOf(appId);
      if (suspect?.releasedAt == null || suspect.generation !== generation) return;
      if (startedAt > suspect.releasedAt) appOf(appId).suspect = null;
    },
    refreshEarly: (appId) => refreshEarly(deps, appOf(appId)),
    force: (appId) => forceRefresh(deps, appOf(appId)),
  };
}

async function getToken(
  deps: TokenDeps,
  app: AppToken,
  signal: AbortSignal | undefined,
): Promise<{ accessToken: string; generation: number }> {
  const leftMs = leftOf(deps, app.cached);
  if (app.cached !== null && leftMs > 0) {
    const { accessToken, generation } = app.cached;
    if (leftMs <= deps.marginMs) startEarly(deps, app);
    return { accessToken, generation };
  }
  throwWhileFailing(deps, app);
  const { accessToken, generation } = await untilAborted(search(deps, app), app.appId, signal);
  return { accessToken, generation };
}

/** The one search of this app in this process; joined when it is under way. */
function search(deps: TokenDeps, app: AppToken): Promise<StoredToken> {
  app.flight ??= obtainToken(deps, app)
    .then(
      (token) => {
        adopt(app, token);
        app.failure = null;
        return token;
      },
      (thrown: unknown) => {
        throw remember(deps, app, thrown);
      },
    )
    .finally(() => {
      app.flight = null;
    });
  return app.flight;
}

async function takeRefusal(
  deps: TokenDeps,
  app: AppToken,
  refusal: { generation: number; errcode: number; startedAt?: Date },
): Promise<void> {
  const beganAt = refusal.startedAt ?? deps.clock.now();
  // Without a flight nothing is awaited: a `get` right after this call must not see the refused token.
  if (app.flight !== null) await flightOver(app);
  const { cached, suspect } = app;
  if (cached !== null && cached.generation > refusal.generation) return;
  if (suspect?.releasedAt != null && suspect.generation === refusal.generation) {
    const sinceReleaseMs = deps.clock.now().getTime() - suspect.releasedAt.getTime();
    // A call that began before the second try says nothing of it.
    if (beganAt <= suspect.releasedAt) return;
    if (sinceReleaseMs < secondTryMs) {
      giveUpOn(deps, app, refusal);
      return;
    }
  }
  if (isFailing(deps, app) || (suspect !== null && suspect.generation > refusal.generation)) return;
  app.suspect = { generation: refusal.generation, releasedAt: null };
  app.cached = null;
  // What goes wrong is remembered, and told by the next `get`.
  await search(deps, app).catch(() => undefined);
}

function giveUpOn(
  deps: TokenDeps,
  app: AppToken,
  { generation, errcode }: { generation: number; errcode: number },
): void {
  const { appId } = app;
  app.cached = null;
  app.suspect = { generation, releasedAt: null };
  const error = remember(deps, app, refusedAgain({ appId, generation, errcode }));
  deps.logger.error(error.message, { ...error.details });
  deps.onRefused?.({ kind: 'not-taken', appId, errcode, error });
}

function startEarly(deps: TokenDeps, app: AppToken): void {
  if (app.early !== null || deps.clock.monotonicMs() < app.nextEarlyAt) return;
  app.nextEarlyAt = deps.clock.monotonicMs() + refreshSpacingMs;
  app.early = refreshEarly(deps, app)
    // Said in the log by whoever failed; the token at hand still lives.
    .then(
      () => undefined,
      () => undefined,
    )
    .finally(() => {
      app.early = null;
    });
}

async function refreshEarly(deps: TokenDeps, app: AppToken): Promise<boolean> {
  const { appId } = app;
  try {
    const stored = await deps.store.read(appId);
    if (stored !== null) adopt(app, stored);
    if (leftOf(deps, stored) > deps.marginMs || isFailing(deps, app)) return false;
    const generation = stored?.generation ?? 0;
    const notBefore = new Date(deps.clock.now().getTime() - refreshSpacingMs);
    const leaseId = await deps.store.takeRefreshLease({ appId, generation, notBefore });
    if (leaseId === null) return false;
    const fresh = await refreshToken(deps, { appId, leaseId, forceRefresh: false });
    if (fresh === null) return false;
    adopt(app, fresh);
    app.failure = null;
    return true;
  } catch (thrown) {
    const error = remember(deps, app, thrown);
    deps.logger.warn('The early token refresh failed', { appId, code: error.code });
    throw error;
  }
}

async function forceRefresh(
  deps: TokenDeps,
  app: AppToken,
): Promise<{ generation: number; expiresAt: Date }> {
  const { appId } = app;
  await flightOver(app);
  try {
    const leaseId = await takeForcedLease(deps, appId);
    const fresh = await refreshToken(deps, { appId, leaseId, forceRefresh: true });
    if (fresh === null) throw refreshedElsewhere(appId);
    app.failure = null;
    adopt(app, fresh);
    return { generation: fresh.generation, expiresAt: fresh.expiresAt };
  } catch (thrown) {
    throw asTokenError({ appId, thrown });
  }
}

async function takeForcedLease({ clock, store }: TokenDeps, appId: string): Promise<string> {
  const generation = (await store.read(appId))?.generation ?? 0;
  const notBefore = new Date(clock.now().getTime() - refreshSpacingMs);
  const perDay = forcedRefreshesPerDay;
  const lease = await store.takeForcedLease({ appId, generation, notBefore, perDay });
  if (lease.kind === 'taken') return lease.leaseId;
  if (lease.kind === 'held') throw refreshedJustNow(appId);
  throw forcedTooOften({
    appId,
    perDay,
    retryAfterMs: lease.until.getTime() - clock.now().getTime(),
  });
}

async function flightOver(app: AppToken): Promise<void> {
  while (app.flight !== null) await app.flight.catch(() => undefined);
}

const leftOf = ({ clock }: TokenDeps, token: StoredToken | null): number =>
  token === null ? 0 : token.expiresAt.getTime() - clock.now().getTime();

const isFailing = ({ clock }: TokenDeps, app: AppToken): boolean =>
  app.failure !== null && clock.monotonicMs() < app.failure.until;

function throwWhileFailing({ clock }: TokenDeps, app: AppToken): void {
  if (app.failure === null) return;
  const leftMs = app.failure.until - clock.monotonicMs();
  if (leftMs > 0) throw stillFailing({ error: app.failure.error, leftMs });
}

function remember(deps: TokenDeps, app: AppToken, thrown: unknown): AppError {
  const error = asTokenError({ appId: app.appId, thrown });
  app.failure = { error, until: deps.clock.monotonicMs() + coolDownOf(error) };
  return error;
}

function untilAborted<T>(
  promise: Promise<T>,
  appId: string,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(waitAborted(appId));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
