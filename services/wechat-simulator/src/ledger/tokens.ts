import { randomBytes } from 'node:crypto';
import { shanghaiDay } from '../shanghai-time.ts';
import type { TokenRecord, TokenRefusal } from './app-tokens.ts';
import type { SimApp } from './sim-app.ts';

export type IssuedToken = { accessToken: string; expiresInSeconds: number };
export type TokenMap = Map<string, TokenRecord>;

const overlapMs = 300_000;
const forceGapMs = 30_000;
const forcedPerDay = 20;
const remembered = 200;
const tokenForm = /^\d{2}_[\w-]{100,}$/;

const lifetimeMs = (app: SimApp): number => app.settings.tokenLifetimeSeconds * 1000;

/** The last 5 minutes of two hours; in proportion when the lifetime is set shorter. */
const renewalWindowMs = (app: SimApp): number => Math.min(overlapMs, lifetimeMs(app) / 24);

const describe = (record: TokenRecord, at: number): IssuedToken => ({
  accessToken: record.token,
  expiresInSeconds: Math.ceil((record.endsAt - at) / 1000),
});

function end(record: TokenRecord | null, at: number, endsAs: TokenRefusal): void {
  if (record === null || record.endsAt <= at) return;
  record.endsAt = at;
  record.endsAs = endsAs;
}

type TokenCall = { tokens: TokenMap; app: SimApp; at: number };

function issue({ tokens, app, at }: TokenCall): TokenRecord {
  const prefix = 10 + (shanghaiDay(at) % 90);
  const record: TokenRecord = {
    token: `${prefix}_${randomBytes(96).toString('base64url')}`,
    appId: app.settings.appId,
    endsAt: at + lifetimeMs(app),
    endsAs: 42001,
  };
  tokens.set(record.token, record);
  app.tokens.trail.push(record.token);
  if (app.tokens.trail.length > remembered) tokens.delete(app.tokens.trail.shift() ?? '');
  return record;
}

/** A new one each time; the former one works for 5 minutes more (facts 1.1). */
export function issueClassicToken(call: TokenCall): IssuedToken {
  const former = call.app.tokens.classic;
  if (former !== null && former.endsAt > call.at + overlapMs)
    end(former, call.at + overlapMs, 40001);
  call.app.tokens.classic = issue(call);
  return describe(call.app.tokens.classic, call.at);
}

/** The same one until its last minutes; then a new one, and both work until the old one ends (facts 1.2). */
export function issueStableToken(call: TokenCall): IssuedToken {
  const { app, at } = call;
  const current = app.tokens.stable;
  const isFresh = current !== null && current.endsAt - at > renewalWindowMs(app);
  const record = isFresh ? current : issue(call);
  app.tokens.stable = record;
  return describe(record, at);
}

/** Kills the former one at once; within 30 s of the last time it changes nothing; 20 times a day (facts 1.2). */
export function forceStableToken(call: TokenCall): IssuedToken | 45009 {
  const { app, at } = call;
  const { forced } = app.tokens;
  const day = shanghaiDay(at);
  if (at - forced.at < forceGapMs) return issueStableToken(call);
  const count = forced.day === day ? forced.count : 0;
  if (count >= forcedPerDay) return 45009;
  app.tokens.forced = { at, day, count: count + 1 };
  end(app.tokens.stable, at, 40001);
  app.tokens.stable = issue(call);
  return describe(app.tokens.stable, at);
}

/** Ends the app's tokens now: expired, or as another system's refresh would (40001). */
export function endTokens(app: SimApp, at: number, endsAs: TokenRefusal): void {
  end(app.tokens.classic, at, endsAs);
  end(app.tokens.stable, at, endsAs);
}

/** The record of a good token, or why it is refused. One that was never issued is garbled, or another account's. */
export function checkToken(
  tokens: TokenMap,
  token: string,
  at: number,
): TokenRecord | TokenRefusal {
  const record = tokens.get(token);
  if (record === undefined) return tokenForm.test(token) ? 40001 : 40014;
  return record.endsAt > at ? record : record.endsAs;
}
