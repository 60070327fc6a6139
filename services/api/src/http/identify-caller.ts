import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '@yuexin/errors';
import { readBearer, type KeyAuthenticator } from './authenticate.ts';
import type { Caller, KeyCaller } from './caller.ts';
import { readConsoleCookie } from './console-cookie.ts';
import type { ConsoleSessions } from './console-sessions.ts';
import { headerOf } from './header-of.ts';
import type { RouteAuth } from './route.ts';
import type { SessionTokens } from './session-tokens.ts';

export type IdentifyDeps = {
  keys: Pick<KeyAuthenticator, 'authenticate'>;
  sessions: Pick<SessionTokens, 'verify'>;
  consoleSessions: Pick<ConsoleSessions, 'authenticate'>;
};

/**
 * Who asks. A key's routes are open to the console's cookie as well, which is looked at only when there is no Authorization.
 * Throws `unauthenticated`, and `csrf-token-missing` for a change that another site could have caused.
 */
export async function identifyCaller(
  auth: RouteAuth,
  from: { request: IncomingMessage; address: string | undefined },
  deps: IdentifyDeps,
): Promise<Caller | null> {
  const { request, address } = from;
  const { authorization, cookie } = request.headers;
  switch (auth.kind) {
    case 'none':
      return null;
    case 'session':
      return deps.sessions.verify(readBearer(authorization));
    case 'console':
      return identifyOperator(request, deps);
    case 'key': {
      const hasCookie = readConsoleCookie(cookie) !== null;
      if (authorization === undefined && hasCookie) return identifyOperator(request, deps);
      return deps.keys.authenticate(readBearer(authorization), address);
    }
  }
}

/** Sent by a page that reads by itself while nobody is at it: does not keep the session alive (ADR 0016). */
const unattendedHeader = 'x-unattended';

/** The operator behind the console's cookie; `isAutomatic`: whoever asks, nobody is at it. Throws as `identifyCaller`. */
export async function identifyOperator(
  request: IncomingMessage,
  { consoleSessions }: Pick<IdentifyDeps, 'consoleSessions'>,
  { isAutomatic } = { isAutomatic: false },
): Promise<KeyCaller> {
  const token = readConsoleCookie(request.headers.cookie);
  if (token === null)
    throw new AppError('unauthenticated', { message: 'Nobody is signed in to the console.' });
  const isUse = !isAutomatic && headerOf(request, unattendedHeader) === undefined;
  const caller = await consoleSessions.authenticate(token, { isUse });
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading) requireCsrfToken(headerOf(request, 'x-csrf-token'), caller.console.csrfToken);
  return caller;
}

function requireCsrfToken(given: string | undefined, expected: string): void {
  const [got, wanted] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  if (got.length === wanted.length && timingSafeEqual(got, wanted)) return;
  throw new AppError('csrf-token-missing', {
    message: 'Send the `csrfToken` of the console’s session as `X-CSRF-Token`.',
  });
}
