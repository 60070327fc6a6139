import { createHash, hkdfSync } from 'node:crypto';
import { AppError } from '@yuexin/errors';
import type { Clock } from '@yuexin/telemetry';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import type { SessionCaller } from './caller.ts';
import type { EndedSessions } from './ended-sessions.ts';

export type SessionTokens = {
  /** A token for one user of one app. It holds our own user id; the openid never leaves the server. */
  issue(session: { appId: string; userId: string }): Promise<{
    sessionToken: string;
    expiresInSeconds: number;
  }>;
  /** Throws `unauthenticated` for a token that is not ours or has run out. */
  verify(token: string): Promise<SessionCaller>;
};

/** A day: mini programs log in by themselves when it is over, and nobody sees it. */
const lifetimeSeconds = 24 * 3600;
const issuer = 'yuexin';
const audience = 'mini-program';
const algorithm = 'HS256';

type SigningKey = { id: string; secret: Uint8Array };

function deriveKey(masterKey: Buffer): SigningKey {
  const secret = new Uint8Array(
    hkdfSync('sha256', masterKey, Buffer.alloc(0), 'yuexin mini-program session v1', 32),
  );
  return { id: createHash('sha256').update(secret).digest('base64url').slice(0, 12), secret };
}

/**
 * Session tokens of mini programs: JWT, HS256, a day, signed with a key derived (HKDF-SHA-256) from the newest master key;
 * those of any listed master key verify, so that rotation logs nobody out. Sessions of a user may be ended before (`ended`).
 */
export function createSessionTokens(deps: {
  masterKeys: readonly Buffer[];
  clock: Pick<Clock, 'now'>;
  ended?: Pick<EndedSessions, 'isEnded'>;
}): SessionTokens {
  const keys = deps.masterKeys.map(deriveKey);
  const [newest] = keys;
  if (newest === undefined) throw new Error('At least one master key is needed.');

  return {
    issue: async ({ appId, userId }) => {
      // To the millisecond: a login right after the others were ended is none of them.
      const issuedAt = deps.clock.now().getTime() / 1000;
      const sessionToken = await new SignJWT({ app: appId })
        .setProtectedHeader({ alg: algorithm, kid: newest.id })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(Math.floor(issuedAt) + lifetimeSeconds)
        .sign(newest.secret);
      return { sessionToken, expiresInSeconds: lifetimeSeconds };
    },
    verify: async (token) => {
      const session = await read(token);
      const { userId, issuedAtMs } = session;
      if ((await deps.ended?.isEnded(userId, issuedAtMs)) === true) throw badSession();
      return { kind: 'session', appId: session.appId, userId };
    },
  };

  async function read(token: string): Promise<ReadSession> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const key = keys.find((one) => one.id === kid);
      if (key === undefined) throw badSession();
      const { payload } = await jwtVerify(token, key.secret, {
        algorithms: [algorithm],
        issuer,
        audience,
        currentDate: deps.clock.now(),
        requiredClaims: ['sub', 'exp', 'iat', 'app'],
      });
      const { app: appId, sub: userId, iat } = payload;
      if (typeof appId !== 'string' || userId === undefined || iat === undefined)
        throw badSession();
      return { appId, userId, issuedAtMs: Math.round(iat * 1000) };
    } catch (error) {
      throw badSession(error);
    }
  }
}

type ReadSession = { appId: string; userId: string; issuedAtMs: number };

function badSession(cause?: unknown): AppError {
  const message = 'The session token is not valid or has run out: log in again.';
  return new AppError('unauthenticated', { message, ...(cause !== undefined && { cause }) });
}
