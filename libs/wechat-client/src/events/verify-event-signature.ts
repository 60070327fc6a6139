import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether `signature` is the SHA-1 of the sorted texts (wechat-facts 5.5), compared in constant time. For the URL check and
 * plain mode the texts are token, timestamp and nonce; in safe mode `encrypted` is one more and the signature is
 * msg_signature. An empty token never verifies.
 */
export function verifyEventSignature(input: {
  token: string;
  timestamp: string;
  nonce: string;
  signature: string;
  encrypted?: string;
}): boolean {
  const { token, timestamp, nonce, signature, encrypted } = input;
  if (token === '') return false;
  const texts = [token, timestamp, nonce, ...(encrypted === undefined ? [] : [encrypted])];
  const sorted = texts
    .map((text) => Buffer.from(text, 'utf8'))
    .sort((a, b) => Buffer.compare(a, b));
  const expected = createHash('sha1').update(Buffer.concat(sorted)).digest();
  const given = /^[0-9a-f]{40}$/i.test(signature)
    ? Buffer.from(signature, 'hex')
    : Buffer.alloc(20);
  return timingSafeEqual(expected, given);
}
