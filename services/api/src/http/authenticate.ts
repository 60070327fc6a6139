import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '@yuexin/errors';
import type { ApiKeyRepository, ApiKeyRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { isAddressAllowed } from './address-list.ts';
import type { KeyCaller } from './caller.ts';
import { createGuessGuard, type GuessGuard } from './create-guess-guard.ts';

/** The caller behind BOOTSTRAP_ADMIN_KEY: a fixed id, so that its idempotency keys survive a restart. */
export const bootstrapCaller: KeyCaller = {
  kind: 'key',
  callerId: '00000000-0000-0000-0000-000000000000',
  keyId: 'bootstrap',
  scopes: ['admin'],
  appIds: null,
};

export type KeyAuthenticator = {
  /**
   * The caller of this key, used from this address. Throws `unauthenticated` for a key that is unknown, revoked or has ended,
   * `forbidden` for one that may not be used from there, `rate-limited` for an address that has sent many wrong ones.
   */
  authenticate(key: string, address?: string): Promise<KeyCaller>;
  /** Forgets what is cached: call after a key was revoked or rotated here. */
  forget(): void;
};

type Known = { caller: KeyCaller; allowedAddresses: string[] | null; untilMs: number };

const cachedForMs = 3000;
const mostCached = 10_000;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Looks keys up in storage, at most once every few seconds each; the bootstrap key is compared in constant time. */
export function createKeyAuthenticator(deps: {
  apiKeys: Pick<ApiKeyRepository, 'findByKey'>;
  clock: Clock;
  bootstrapAdminKey: string | null;
  guesses?: GuessGuard;
}): KeyAuthenticator {
  const { apiKeys, clock } = deps;
  const guesses = deps.guesses ?? createGuessGuard({ clock });
  const bootstrapDigest = deps.bootstrapAdminKey === null ? null : digestOf(deps.bootstrapAdminKey);
  const cache = new Map<string, Known>();
  const underWay = new Map<string, Promise<Known>>();
  let rightBootstrap: string | null = null;

  const lookUp = async (key: string): Promise<Known> => {
    const row = key.startsWith('yx_') ? await apiKeys.findByKey(key) : null;
    if (row === null) throw badKey();
    return toKnown(row, clock);
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
    authenticate: async (key, address) => {
      const digest = digestOf(key);
      const cacheKey = digest.toString('base64');
      const found = cache.get(cacheKey);
      // A key that was right a while ago is no guess: who is wrong shuts nobody out who comes from the same address.
      const wasRight = found !== undefined || rightBootstrap === cacheKey;
      if (!wasRight && guesses.isShut(address)) throw tooManyGuesses();
      if (bootstrapDigest !== null && timingSafeEqual(digest, bootstrapDigest)) {
        rightBootstrap = cacheKey;
        return bootstrapCaller;
      }
      const isFresh = found !== undefined && found.untilMs > clock.monotonicMs();
      const known = isFresh
        ? found
        : await lookUpOnce(key, cacheKey).catch(noteWrongKey(guesses, address));
      if (!isAddressAllowed(address, known.allowedAddresses)) throw foreignAddress();
      return known.caller;
    },
    forget: () => {
      cache.clear();
      underWay.clear();
    },
  };
}

function toKnown(row: ApiKeyRow, clock: Clock): Known {
  const { callerId, id: keyId, scopes, appIds, allowedAddresses } = row;
  // A key that is about to end is not kept beyond its end.
  const lifeMs = [row.expiresAt, row.revokedAt].flatMap((end) =>
    end === null ? [] : [end.getTime() - clock.now().getTime()],
  );
  const untilMs = clock.monotonicMs() + Math.min(cachedForMs, ...lifeMs);
  return { caller: { kind: 'key', callerId, keyId, scopes, appIds }, allowedAddresses, untilMs };
}

/** Counts a key that is none, and lets the refusal go on. */
const noteWrongKey =
  (guesses: GuessGuard, address: string | undefined) =>
  (error: unknown): never => {
    if (error instanceof AppError && error.kind === 'denied') guesses.noteWrong(address);
    throw error;
  };

function tooManyGuesses(): AppError {
  const message = 'Too many wrong keys came from this address: wait a minute.';
  return new AppError('rate-limited', { message, retryAfterMs: 60_000 });
}

function foreignAddress(): AppError {
  const message = 'This key may not be used from this address (its `allowedAddresses`).';
  return new AppError('forbidden', { message });
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
