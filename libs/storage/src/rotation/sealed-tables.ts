import type { CipherPlace } from '../crypto/vault.ts';

/** A table with columns under MASTER_KEY. */
export type SealedTable = {
  table: CipherPlace['table'];
  /** Its primary key, by which it is walked. */
  key: string;
  /** SQL for the owner that a ciphertext is bound to. */
  owner: string;
  /** Columns, and under which column's name each is sealed. */
  columns: readonly { name: string; sealedAs: string }[];
};

const own = (...names: string[]) => names.map((name) => ({ name, sealedAs: name }));

/** Everything that is encrypted under MASTER_KEY, smallest tables first. A test compares it with the schema. */
export const sealedTables: readonly SealedTable[] = [
  { table: 'wrapped_keys', key: 'name', owner: 'name', columns: own('key_cipher') },
  {
    ...{ table: 'apps', key: 'app_id', owner: 'app_id' },
    columns: own('secret_cipher', 'message_token_cipher', 'encoding_aes_key_cipher'),
  },
  { table: 'app_tokens', key: 'app_id', owner: 'app_id', columns: own('token_cipher') },
  {
    ...{ table: 'webhook_endpoints', key: 'id', owner: 'id::text' },
    columns: [
      ...own('secret_cipher'),
      // Both secrets are of one place (webhook-endpoint-row).
      { name: 'previous_secret_cipher', sealedAs: 'secret_cipher' },
    ],
  },
  { table: 'users', key: 'id', owner: `app_id || '/' || openid`, columns: own('phone_cipher') },
  { table: 'pushes', key: 'id', owner: 'id::text', columns: own('to_phone_cipher') },
];
