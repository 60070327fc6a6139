import { createCipheriv, createHash, randomBytes } from 'node:crypto';

const sha1 = (...parts: string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

/** The query WeChat adds to a plain POST or to its check of the URL. */
export function plainQuery(token: string, at = new Date()): URLSearchParams {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = randomBytes(4).toString('hex');
  return new URLSearchParams({ timestamp, nonce, signature: sha1(token, timestamp, nonce) });
}

/** Body and query of safe mode (wechat-facts 5.5, 5.6), or what looks like it and is rightly signed. */
export function sealEvent(input: {
  token: string;
  encodingAesKey: string;
  appId: string;
  message: string | Buffer;
  /** The envelope; compatible mode has a plain event beside it, which nobody signed. */
  envelope?: 'xml' | 'json';
  besides?: string;
  /** What the inside says of its own length. */
  length?: number;
  /** What the last byte says of the padding. */
  padding?: number;
  /** Bytes of the cipher text that do not arrive. */
  cutBytes?: number;
}): { query: URLSearchParams; body: string; encrypted: string } {
  const key = Buffer.from(`${input.encodingAesKey}=`, 'base64');
  const message = Buffer.from(input.message as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(input.length ?? message.length);
  const plain = Buffer.concat([randomBytes(16), length, message, Buffer.from(input.appId)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(pad, input.padding ?? pad)]);
  const cipherText = Buffer.concat([cipher.update(padded), cipher.final()]);
  const sealed = cipherText
    .subarray(0, cipherText.length - (input.cutBytes ?? 0))
    .toString('base64');
  const query = plainQuery(input.token);
  const { timestamp, nonce } = Object.fromEntries(query);
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', sha1(input.token, timestamp ?? '', nonce ?? '', sealed));
  const { envelope = 'xml', besides = '' } = input;
  const body =
    envelope === 'xml'
      ? `<xml><ToUserName>gh_1</ToUserName>${besides}<Encrypt>${sealed}</Encrypt></xml>`
      : `{"ToUserName":"gh_1",${besides}"Encrypt":"${sealed}"}`;
  return { query, body, encrypted: sealed };
}
