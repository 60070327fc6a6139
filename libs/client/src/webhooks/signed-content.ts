export type WebhookBody = string | Uint8Array | ArrayBuffer;

/** What a signature is of: id, timestamp and the body, byte for byte (Standard Webhooks). */
export function signedContent(input: {
  id: string;
  timestamp: string;
  body: WebhookBody;
}): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${input.id}.${input.timestamp}.`);
  const body = bytesOf(input.body);
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  return content;
}

function bytesOf(body: WebhookBody): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return body instanceof Uint8Array ? body : new Uint8Array(body);
}

/** The body as text. Throws TypeError when it is no UTF-8. */
export function textOf(body: WebhookBody): string {
  return typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
}
