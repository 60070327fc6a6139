import { WebhookVerificationError } from './webhook-verification-error.ts';

/** As a `Request` has them, or as Node, Express and Lambda do: names in any case. */
export type WebhookHeaders =
  Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export type WebhookStamp = { id: string; timestamp: string; signatures: readonly string[] };

/** The three headers of a callback. Throws WebhookVerificationError, fault `headers`, when one is missing. */
export function readWebhookHeaders(headers: WebhookHeaders): WebhookStamp {
  const read = reader(headers);
  return {
    id: read('webhook-id'),
    timestamp: read('webhook-timestamp'),
    signatures: read('webhook-signature').split(' '),
  };
}

function reader(headers: WebhookHeaders): (name: string) => string {
  const find = (name: string): unknown => {
    if (typeof headers.get === 'function') return (headers as Headers).get(name);
    const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
    return Array.isArray(entry?.[1]) ? entry[1][0] : entry?.[1];
  };
  return (name) => {
    const value = find(name);
    if (typeof value === 'string' && value !== '') return value;
    throw new WebhookVerificationError('headers', `The header ${name} is missing.`);
  };
}
