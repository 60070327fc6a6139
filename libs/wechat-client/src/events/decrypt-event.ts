import { createDecipheriv } from 'node:crypto';

export type Decrypted =
  { ok: true; message: Buffer; appId: string } | { ok: false; problem: string };

const blockSize = 32;
const headSize = 16 + 4;

/**
 * Opens `Encrypt` of safe and compatible mode (wechat-facts 5.6): AES-256-CBC, IV = first half of the key, PKCS#7 padding
 * to 32 bytes, plain text = 16 random bytes, length, message, appid. Verify msg_signature first: it is what makes the
 * distinct problems told here harmless.
 */
export function decryptEvent(input: { encodingAesKey: string; encrypted: string }): Decrypted {
  // Buffer's base64 is lenient: the last of the 43 characters may carry bits that belong to no byte.
  const key = Buffer.from(input.encodingAesKey, 'base64');
  if (input.encodingAesKey.length !== 43 || key.length !== 32) {
    return problem('the EncodingAESKey of this app is not 43 characters of base64');
  }
  const cipher = Buffer.from(input.encrypted, 'base64');
  if (cipher.length === 0 || cipher.length % 16 !== 0) return problem('Encrypt is cut');

  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipher), decipher.final()]);
  const plain = stripPadding(padded);
  if (plain === null || plain.length < headSize)
    return problem('Encrypt does not open with this key');

  const length = plain.readUInt32BE(16);
  if (length > plain.length - headSize) return problem('the length inside Encrypt does not fit');
  const message = plain.subarray(headSize, headSize + length);
  return { ok: true, message, appId: plain.subarray(headSize + length).toString('utf8') };
}

function stripPadding(padded: Buffer): Buffer | null {
  const size = padded.at(-1) ?? 0;
  if (size < 1 || size > blockSize || size > padded.length) return null;
  const end = padded.length - size;
  return padded.subarray(end).every((byte) => byte === size) ? padded.subarray(0, end) : null;
}

const problem = (text: string): Decrypted => ({ ok: false, problem: text });
