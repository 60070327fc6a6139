import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { DecodeEventInput } from '../events/decode-event.ts';

export const eventApp = {
  appId: 'wxba5fad812f8e6fb9',
  messageToken: 'AAAAA',
  encodingAesKey: 'A'.repeat(43),
} as const;

const sha1 = (...texts: string[]): string =>
  createHash('sha1').update(texts.sort().join('')).digest('hex');

type Signed = DecodeEventInput & { now: Date };

/** A plain-mode post, signed now. */
export function plainPost(
  body: string | Buffer,
  options: { at?: Date; token?: string } = {},
): Signed {
  const { at = new Date('2026-01-05T08:00:00Z'), token = eventApp.messageToken } = options;
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const nonce = '486452656';
  const signature = sha1(token, timestamp, nonce);
  return { ...eventApp, query: { signature, timestamp, nonce }, body: Buffer.from(body), now: at };
}

/** What WeChat puts into `Encrypt`. */
export function encrypt(
  message: string | Buffer,
  options: { appId?: string; key?: string; length?: number } = {},
): string {
  const { appId = eventApp.appId, key: encodingAesKey = eventApp.encodingAesKey } = options;
  const key = Buffer.from(encodingAesKey, 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(options.length ?? text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(appId)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64');
}

/** A safe-mode post around an `Encrypt`, in JSON or XML. */
export function safePost(encrypted: string, format: 'json' | 'xml' = 'json'): Signed {
  const post = plainPost('');
  const { timestamp = '', nonce = '' } = post.query;
  const msg_signature = sha1(eventApp.messageToken, timestamp, nonce, encrypted);
  const body =
    format === 'json'
      ? JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt: encrypted })
      : `<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return {
    ...post,
    query: { ...post.query, msg_signature, encrypt_type: 'aes' },
    body: Buffer.from(body),
  };
}
