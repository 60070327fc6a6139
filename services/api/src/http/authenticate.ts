import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '@yuexin/errors';
import type { ApiKeyRepository } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import type { KeyCaller } from './caller.ts';

/** The caller behind BOOTSTRAP_ADMIN_KEY: a fixed id, so that its idempotency keys survive a restart. */
export const bootstrapCaller: KeyCaller = {
  kind: 'key',
  callerId: '00000000-0000-0000-0000-000000000000',
  keyId: 'bootstrap',
  scopes: ['admin'],
  appIds: null,
};

export type KeyAuthenticator = {
  /** The caller of this key. Throws `unauthenticated` for a key that is unknown, revoked or has ended. */
  authenticate(key: string): Promise<KeyCaller>;
  /** Forgets what is cached: call after a key was revoked or rotated here. */
  forget(): void;
};

type Known = { caller: KeyCaller; untilMs: number };

const cachedForMs = 3000;
const mostCached = 10_000;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Looks keys up in storage, at most once every few seconds each; the bootstrap key is compared in constant time. */
export function createKeyAuthenticator(deps: {
  apiKeys: Pick<ApiKeyRepository, 'findByKey'>;
  clock: Clock;
  bootstrapAdminKey: string | null;
}): KeyAuthenticator {
  const { apiKeys, clock } = deps;
  const bootstrapDigest = deps.bootstrapAdminKey === null ? null : digestOf(deps.bootstrapAdminKey);
  const cache = new Map<string, Known>();
  const underWay = new Map<string, Promise<Known>>();

  const lookUp = async (key: string): Promise<Known> => {
    const row = key.startsWith('yx_') ? await apiKeys.findByKey(key) : null;
    if (row === null) throw badKey();
    const { callerId, id: keyId, scopes, appIds } = row;
    // A key that is about to end is not kept beyond its end.
    const lifeMs = [row.expiresAt, row.revokedAt].flatMap((end) =>
      end === null ? [] : [end.getTime() - clock.now().getTime()],
    );
    const untilMs = clock.monotonicMs() + Math.min(cachedForMs, ...lifeMs);
    return { caller: { kind: 'key', callerId, keyId, scopes, appIds }, untilMs };
  };

  /** Many requests with one key wait for one look-up. What was forgotten meanwhile is not kept. */
  const lookUpOnce = (key: string, cacheKey: string): Promise<Known> => {
    const joined = underWay.get(cacheKey);
    if (joined !== undefined) return joined;
    const started: Promise<Known> = lookUp(key)
      .then((known) => {
        if (underWay.get(cacheKey) !== started) return known;
        if (cache.size >= mostCached) cache.clear();
        cache.set(cacheKey, known);
        return known;
      })
      .finally(() => {
        if (underWay.get(cacheKey) === started) underWay.delete(cacheKey);
      });
    underWay.set(cacheKey, started);
    return started;
  };

  return {
    authenticate: async (key) => {
      const digest = digestOf(key);
      if (bootstrapDigest !== null && timingSafeEqual(digest, bootstrapDigest))
        return bootstrapCaller;
      const cacheKey = digest.toString('base64');
      const found = cache.get(cacheKey);
      if (found !== undefined && found.untilMs > clock.monotonicMs()) return found.caller;
      return (await lookUpOnce(key, cacheKey)).caller;
    },
    forget: () => {
      cache.clear();
      underWay.clear();
    },
  };
}

function badKey(): AppError {
  return new AppError('unauthenticated', {
    message: 'The API key is unknown, was revoked, or has ended.',
  });
}

/** The token of an `Authorization: Bearer …` header. Throws `unauthenticated` when there is none. */
export function readBearer(header: string | undefined): string {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (token !== undefined) return token;
  throw new AppError('unauthenticated', {
    message: 'Send `Authorization: Bearer` and a key or session token.',
  });
}
