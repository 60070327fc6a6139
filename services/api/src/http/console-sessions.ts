import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@yuexin/errors';
import type { ConsoleSessionRepository, ConsoleSessionRow, SessionOperator } from '@yuexin/storage';
import { bootstrapCaller } from './authenticate.ts';
import type { ConsoleCaller, KeyCaller } from './caller.ts';

/** A working day, and how long a console may lie unused. What runs by itself is no use. */
export const consoleLifetime = { lifeSeconds: 12 * 3600, idleSeconds: 2 * 3600 } as const;

export type ConsoleSessions = {
  /**
   * Who signed in and got this cookie. Never cached: throws `unauthenticated` the moment the session or its key has ended.
   * Keeps it from lying unused if `isUse`, which is the default.
   */
  authenticate(token: string, of?: { isUse: boolean }): Promise<ConsoleCaller>;
  /** Which of these sessions stand; asking keeps none of them alive. */
  findLive(ids: readonly string[]): Promise<string[]>;
  /** Makes a session for somebody who has just shown the key, with what it is given: its own transaction's. */
  open(caller: KeyCaller, inside: Creating): Promise<{ id: string; token: string }>;
  /** The same for somebody whom an OpenID provider has just let in. */
  openForOperator(
    operator: SessionOperator,
    inside: Creating,
  ): Promise<{ id: string; token: string }>;
};

type Creating = { consoleSessions: Pick<ConsoleSessionRepository, 'create'> };

/** Sign-ins of operators, each as good as the key it came from. */
export function createConsoleSessions(deps: {
  storage: { consoleSessions: Pick<ConsoleSessionRepository, 'findByToken' | 'findLive'> };
  bootstrapAdminKey: string | null;
}): ConsoleSessions {
  const { bootstrapAdminKey } = deps;
  const { consoleSessions } = deps.storage;
  const { lifeSeconds, idleSeconds } = consoleLifetime;

  /** The bootstrap key is in no table: a session of it ends when another is configured. */
  const ownerOf = (row: ConsoleSessionRow, token: string) => {
    if (row.key !== null) return { ...row.key, keyId: row.key.id };
    if (row.operator !== null) return { ...row.operator, ...operatorKey(row.operator) };
    const proof = bootstrapAdminKey === null ? null : hmac(token, bootstrapAdminKey);
    const isProven =
      proof !== null && row.keyProof !== null && timingSafeEqual(proof, row.keyProof);
    return isProven ? { ...bootstrapCaller, name: 'bootstrap' } : null;
  };

  return {
    authenticate: async (token, { isUse } = { isUse: true }) => {
      const row = await consoleSessions.findByToken(token, { idleSeconds, isUse });
      const owner = row === null ? null : ownerOf(row, token);
      if (row === null || owner === null)
        throw new AppError('unauthenticated', {
          message: 'The sign-in to the console has ended: sign in again.',
        });
      const { keyId, callerId, scopes, appIds, name } = owner;
      const csrfToken = hmac(token, 'yuexin console csrf v1').toString('base64url');
      const isOperator = row.operator !== null;
      const session = { id: row.id, name, isOperator, csrfToken, endsAt: row.endsAt };
      return { kind: 'key', callerId, keyId, scopes, appIds, console: session };
    },
    findLive: (ids) => consoleSessions.findLive(ids, idleSeconds),
    open: ({ keyId }, inside) => {
      if (keyId !== bootstrapCaller.keyId)
        return inside.consoleSessions.create({ owner: { keyId }, lifeSeconds });
      const proofOf = (token: string) => hmac(token, bootstrapAdminKey ?? '');
      return inside.consoleSessions.create({ owner: { proofOf }, lifeSeconds });
    },
    openForOperator: (operator, inside) =>
      inside.consoleSessions.create({ owner: { operator }, lifeSeconds }),
  };
}

/** What stands where a key's id and its apps do: operators see every app. */
const operatorKey = ({ callerId }: SessionOperator) => ({
  ...{ keyId: `operator-${callerId}`, appIds: null },
});

function hmac(key: string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
