import { importWebhookSecret } from './import-webhook-secret.ts';
import { signedContent } from './signed-content.ts';

/** The headers with which Yuexin would post this body: for tests of a receiver. Several secrets sign as during a rotation. */
export async function signWebhook(input: {
  secret: string | readonly string[];
  id: string;
  body: string;
  at?: Date;
}): Promise<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const { id, body, at = new Date() } = input;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = signedContent({ id, timestamp, body });
  const signatures = await Promise.all(
    [input.secret].flat().map(async (secret) => {
      const key = await importWebhookSecret(secret);
      const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, content));
      return `v1,${btoa(String.fromCharCode(...bytes))}`;
    }),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
