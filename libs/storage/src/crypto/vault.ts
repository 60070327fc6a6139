import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '@yuexin/errors';

/** Where a ciphertext lives. It opens nowhere else: a value copied to another row or column is refused. */
export type CipherPlace = {
  table:
    | 'apps'
    | 'app_tokens'
    | 'users'
    | 'pushes'
    | 'wrapped_keys'
    | 'webhook_endpoints'
    | 'audience_recipients';
  column: string;
  /** The row, by a key known before it is written: app id, `<appId>/<openid>`, push id. */
  owner: string;
};

/** Encrypts and decrypts what is secret at rest (P10). */
export type Vault = {
  encrypt(plaintext: string, place: CipherPlace): Buffer;
  /** Throws `unavailable` when the key that made it is not listed, `internal-error` when it was altered or moved. */
  decrypt(ciphertext: Buffer, place: CipherPlace): string;
  /** False: made under a key that is not the newest. */
  isCurrent(ciphertext: Buffer): boolean;
};

const version = 1;
const keyIdLength = 8;
const ivLength = 12;
const tagLength = 16;
const headLength = 1 + keyIdLength;

/**
 * AES-256-GCM under MASTER_KEY. A ciphertext describes itself: version (1 byte), key id (the first
 * 8 bytes of the key's SHA-256), iv (12), tag (16), data. The newest key (first of the list)
 * encrypts, any listed key decrypts; table, column and owner are bound as additional data.
 */
export function createVault(masterKeys: readonly Buffer[]): Vault {
  const keys = masterKeys.map((key) => ({ key, id: keyIdOf(key) }));
  const newest = keys[0];
  if (newest === undefined) throw new Error('The vault needs at least one master key.');

  return {
    encrypt(plaintext, place) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', newest.key, iv);
      cipher.setAAD(placeBytes(place));
      const data = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), newest.id, iv, cipher.getAuthTag(), data]);
    },
    decrypt(ciphertext, place) {
      const id = readKeyId(ciphertext);
      const known = keys.find((candidate) => candidate.id.equals(id));
      if (known === undefined) throw unknownKey(id, place);
      return open({ ciphertext, key: known.key, place });
    },
    isCurrent: (ciphertext) => newest.id.equals(readKeyId(ciphertext)),
  };
}

/** The first 8 bytes of a master key's SHA-256: names it without telling it. */
export function keyIdOf(masterKey: Buffer): Buffer {
  return createHash('sha256').update(masterKey).digest().subarray(0, keyIdLength);
}

function readKeyId(ciphertext: Buffer): Buffer {
  if (ciphertext.length < headLength + ivLength + tagLength || ciphertext[0] !== version) {
    throw new AppError('internal-error', { message: 'A stored ciphertext has an unknown form.' });
  }
  return ciphertext.subarray(1, headLength);
}

function open(input: { ciphertext: Buffer; key: Buffer; place: CipherPlace }): string {
  const { ciphertext, key, place } = input;
  const tagAt = headLength + ivLength;
  const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(headLength, tagAt), {
    authTagLength: tagLength,
  });
  decipher.setAAD(placeBytes(place));
  decipher.setAuthTag(ciphertext.subarray(tagAt, tagAt + tagLength));
  try {
    const data = decipher.update(ciphertext.subarray(tagAt + tagLength));
    return Buffer.concat([data, decipher.final()]).toString('utf8');
  } catch {
    const message = `A ciphertext of ${place.table}.${place.column} was altered or belongs to another row.`;
    throw new AppError('internal-error', { message });
  }
}

function unknownKey(id: Buffer, place: CipherPlace): AppError {
  const name = id.toString('hex');
  const message =
    `MASTER_KEY does not list the key ${name} that encrypted ${place.table}.${place.column}; ` +
    'add it behind the newest.';
  return new AppError('unavailable', { message, details: { keyId: name } });
}

function placeBytes(place: CipherPlace): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.column, place.owner]), 'utf8');
}
