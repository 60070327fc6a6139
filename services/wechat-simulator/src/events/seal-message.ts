import { createCipheriv, createHash } from 'node:crypto';

const blockBytes = 32;

/** SHA-1 of the parts sorted by their bytes and joined (facts 5.5). */
export function signParts(parts: readonly string[]): string {
  const sorted = parts
    .map((part) => Buffer.from(part, 'utf8'))
    .sort((a, b) => Buffer.compare(a, b));
  return createHash('sha1').update(Buffer.concat(sorted)).digest('hex');
}

/** AES-256-CBC, PKCS#7 to 32 bytes, over 16 random bytes, the length, the message and the appid (facts 5.6). */
export function encryptMessage(input: {
  encodingAesKey: string;
  appId: string;
  message: string;
  random: Buffer;
}): string {
  const key = Buffer.from(`${input.encodingAesKey}=`, 'base64');
  const message = Buffer.from(input.message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const bare = Buffer.concat([input.random, length, message, Buffer.from(input.appId, 'utf8')]);
  const pad = blockBytes - (bare.length % blockBytes);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([bare, Buffer.alloc(pad, pad)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}
