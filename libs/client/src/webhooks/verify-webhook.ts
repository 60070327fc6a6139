import { importWebhookSecret, readBase64 } from './import-webhook-secret.ts';
import { readWebhookHeaders, type WebhookHeaders } from './read-webhook-headers.ts';
import { signedContent, textOf, type WebhookBody } from './signed-content.ts';
import type { WebhookMessage } from './webhook-message.ts';
import { WebhookVerificationError } from './webhook-verification-error.ts';

/**
 * The callback that a request carries, when it is Yuexin's: signed with one of the secrets (Standard Webhooks, `v1`),
 * not older or newer than the tolerance. `body` must be the bytes as they came, not JSON that was parsed and written again.
 * While a secret is rotated, give the old and the new one; the sender may sign with both as well.
 * Signatures are compared in constant time, by WebCrypto.
 * Throws WebhookVerificationError; TypeError when a secret is none.
 */
export async function verifyWebhook(input: {
  secret: string | readonly string[];
  headers: WebhookHeaders;
  body: WebhookBody;
  /** Default 300. */
  toleranceSeconds?: number;
  now?: Date;
}): Promise<WebhookMessage> {
  const { body, toleranceSeconds = 300, now = new Date() } = input;
  const { id, timestamp, signatures } = readWebhookHeaders(input.headers);
  const keys = await Promise.all([input.secret].flat().map(importWebhookSecret));
  if (keys.length === 0) throw new TypeError('verifyWebhook needs a secret.');
  requireTimely(timestamp, toleranceSeconds, now);
  const content = signedContent({ id, timestamp, body });
  if (!(await isSigned({ keys, signatures, content })))
    throw new WebhookVerificationError('signature', 'No signature fits a secret.');
  return { ...readMessage(body), id } as WebhookMessage;
}

function requireTimely(timestamp: string, toleranceSeconds: number, now: Date): void {
  if (!/^\d{1,15}$/.test(timestamp))
    throw new WebhookVerificationError('headers', 'The header webhook-timestamp is no time.');
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (Math.abs(ageSeconds) <= toleranceSeconds) return;
  const what = ageSeconds > 0 ? 'older' : 'newer';
  throw new WebhookVerificationError(
    'timestamp',
    `The callback is more than ${toleranceSeconds} s ${what} than this clock.`,
  );
}

async function isSigned(input: {
  keys: readonly CryptoKey[];
  signatures: readonly string[];
  content: Uint8Array<ArrayBuffer>;
}): Promise<boolean> {
  for (const signature of input.signatures) {
    const bytes = signature.startsWith('v1,') ? readBase64(signature.slice(3)) : null;
    if (bytes === null) continue;
    for (const key of input.keys)
      if (await crypto.subtle.verify('HMAC', key, bytes, input.content)) return true;
  }
  return false;
}

function readMessage(body: WebhookBody): object {
  try {
    const message: unknown = JSON.parse(textOf(body));
    if (typeof message === 'object' && message !== null && 'type' in message) return message;
  } catch {
    // Said below, as for JSON that is no callback.
  }
  throw new WebhookVerificationError('body', 'The body is no callback in JSON.');
}
