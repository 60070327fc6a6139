const prefix = 'whsec_';

/**
 * The key behind a secret, `whsec_` and base64 (Standard Webhooks); the prefix may be missing.
 * @throws TypeError for a text that is no secret. The text is not part of the message.
 */
export async function importWebhookSecret(secret: string): Promise<CryptoKey> {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  return crypto.subtle.importKey('raw', decode(encoded), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
}

function decode(encoded: string): Uint8Array<ArrayBuffer> {
  const bytes = readBase64(encoded);
  if (bytes === null || bytes.length === 0)
    throw new TypeError('A webhook secret must be whsec_ and base64.');
  return bytes;
}

/** The bytes of a base64 text, or null. */
export function readBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // Not a length that base64 can have.
    return null;
  }
}
