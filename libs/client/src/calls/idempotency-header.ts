/**
 * An idempotency key as its header writes it: a quoted string (draft-ietf-httpapi-idempotency-key-header).
 * @throws TypeError for a key that no header can carry; nothing was sent then.
 */
export function idempotencyHeader(key: string): string {
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new TypeError('An idempotency key must be 1 to 255 printable ASCII characters.');
  return `"${key.replace(/["\\]/g, '\\$&')}"`;
}
