import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/**
 * The value of `webhook-signature` (Standard Webhooks, v1): HMAC-SHA256 of `<id>.<timestamp>.<body>` under each secret, a blank
 * between them. While a secret is being replaced both sign, so that a receiver that knows either is served.
 * `secrets`: `whsec_` and base64.
 */
export function signCallback(input: {
  id: string;
  timestampSeconds: number;
  body: string;
  secrets: readonly string[];
}): string {
  const { id, timestampSeconds, body, secrets } = input;
  const sign = (secret: string): string => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    const text = `${id}.${timestampSeconds}.${body}`;
    return `v1,${createHmac('sha256', key).update(text, 'utf8').digest('base64')}`;
  };
  return secrets.map(sign).join(' ');
}
