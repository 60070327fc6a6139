import { defineEntity } from './define-entity.ts';

export type ApiKeyRecord = {
  id: string;
  callerId: string;
  name: string;
  keyHash: Buffer;
  scopes: string[];
  appIds: string[] | null;
  allowedAddresses: string[] | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
};

export const ApiKeyEntity = defineEntity<ApiKeyRecord>({
  name: 'api-key',
  tableName: 'api_keys',
  columns: {
    id: { type: 'uuid', primary: true },
    callerId: { name: 'caller_id', type: 'uuid' },
    name: { type: 'text' },
    keyHash: { name: 'key_hash', type: 'bytea', select: false },
    scopes: { type: 'text', array: true },
    appIds: { name: 'app_ids', type: 'text', array: true, nullable: true },
    allowedAddresses: { name: 'allowed_addresses', type: 'text', array: true, nullable: true },
    expiresAt: { name: 'expires_at', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    lastUsedAt: { name: 'last_used_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz', insert: false },
  },
});
