import type { Database } from '../database/open-database.ts';
import { IdempotencyKeyEntity } from '../entities/idempotency-key.entity.ts';

type StoredAnswer = { fingerprint: Buffer; pushId: string | null; response: unknown };

export type IdempotencyRepository = {
  find(callerId: string, key: string): Promise<StoredAnswer | null>;
  /** The first answer of a key stays. Pushes keep theirs in accept, together with the push. */
  save(input: {
    callerId: string;
    key: string;
    fingerprint: Buffer;
    response: unknown;
  }): Promise<void>;
};

type Deps = { database: Database };

/** Answers given under an Idempotency-Key, for requests that are no pushes. */
export function createIdempotencyRepository({ database }: Deps): IdempotencyRepository {
  return {
    async find(callerId, key) {
      const record = await database.entities((manager) =>
        manager.findOneBy(IdempotencyKeyEntity, { callerId, key }),
      );
      if (record === null) return null;
      const { fingerprint, pushId, response } = record;
      return { fingerprint, pushId, response };
    },
    async save({ callerId, key, fingerprint, response }) {
      await database.query(
        `insert into idempotency_keys (caller_id, key, fingerprint, response)
         values ($1, $2, $3, $4) on conflict do nothing`,
        [callerId, key, fingerprint, JSON.stringify(response)],
      );
    },
  };
}
