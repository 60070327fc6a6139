import type { AppError } from '@yuexin/errors';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { StoredToken, TokenStore, WechatClient } from '../wechat-client.ts';

/** Something an operator must hear: this app's token keeps being replaced by somebody else. */
export type TokenConflict = { appId: string; deaths: number; withinMs: number; message: string };
/**
 * `not-given`: WeChat refuses to give a token, for a reason that a moment does not mend. `not-taken`: it refuses the token
 * that it gives.
 */
export type TokenRefusal = {
  kind: 'not-given' | 'not-taken';
  appId: string;
  errcode: number;
  error: AppError;
};

export type TokenDeps = {
  client: Pick<WechatClient, 'getStableToken'>;
  store: TokenStore;
  readSecret: (appId: string) => Promise<string | null>;
  logger: Logger;
  clock: Clock;
  marginMs: number;
  wait: (ms: number) => Promise<void>;
  random: () => number;
  onConflict: ((conflict: TokenConflict) => void) | undefined;
  onRefused: ((refusal: TokenRefusal) => void) | undefined;
};

/** What one process knows of one app's token. Times without a unit in their name are on the monotonic clock, in ms. */
export type AppToken = {
  appId: string;
  cached: StoredToken | null;
  /** refreshedAt of the last token taken over, by the store's clock. */
  seenRefreshedAt: Date | null;
  /** The one search for a token under way, shared by all who wait. */
  flight: Promise<StoredToken> | null;
  early: Promise<void> | null;
  nextEarlyAt: number;
  failure: { error: AppError; until: number } | null;
  /** The generation WeChat refused last; `releasedAt` is when it was handed out for a second try, if it was. */
  suspect: { generation: number; releasedAt: Date | null } | null;
  replacedAt: number;
  deaths: number[];
};

export function createAppToken(appId: string): AppToken {
  return {
    appId,
    cached: null,
    seenRefreshedAt: null,
    flight: null,
    early: null,
    nextEarlyAt: -Infinity,
    failure: null,
    suspect: null,
    replacedAt: -Infinity,
    deaths: [],
  };
}

/** Takes a token over. Never an older one over a newer, never one that WeChat refused and nobody released again. */
export function adopt(app: AppToken, token: StoredToken): void {
  if (app.cached !== null && app.cached.generation > token.generation) return;
  if (app.suspect?.releasedAt === null && token.generation <= app.suspect.generation) return;
  if (app.suspect !== null && token.generation > app.suspect.generation) app.suspect = null;
  app.cached = token;
  app.seenRefreshedAt = token.refreshedAt;
}
