import { defineEntity } from './define-entity.ts';

export type IdempotencyKeyRecord = {
  callerId: string;
  key: string;
  fingerprint: Buffer;
  pushId: string | null;
  response: unknown;
  createdAt: Date;
};

export const IdempotencyKeyEntity = defineEntity<IdempotencyKeyRecord>({
  name: 'idempotency-key',
  tableName: 'idempotency_keys',
  columns: {
    callerId: { name: 'caller_id', type: 'uuid', primary: true },
    key: { type: 'text', primary: true },
    fingerprint: { type: 'bytea' },
    pushId: { name: 'push_id', type: 'uuid', nullable: true },
    response: { type: 'jsonb', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz', insert: false },
  },
});
