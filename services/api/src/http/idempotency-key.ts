import { AppError, type FieldProblem } from '@yuexin/errors';

const longest = 255;

/**
 * The Idempotency-Key of a request, or null. The draft (draft-ietf-httpapi-idempotency-key-header-06) writes it as a quoted
 * string; a bare one is the same key. Throws `invalid-request` for one that is empty, too long or not printable ASCII.
 */
export function readIdempotencyKey(header: string | undefined): string | null {
  const read = parseIdempotencyKey(header);
  if (typeof read !== 'object' || read === null) return read;
  const message = `The Idempotency-Key ${read.message}.`;
  throw new AppError('invalid-request', { message, problems: [read] });
}

/** The key, null without one, or what is wrong with it. */
export function parseIdempotencyKey(header: string | undefined): string | null | FieldProblem {
  if (header === undefined) return null;
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header.trim())?.[1];
  const key = quoted === undefined ? header.trim() : quoted.replace(/\\(["\\])/g, '$1');
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key;
  const message = `must be 1 to ${longest} printable ASCII characters`;
  const pointer = '/header/idempotency-key';
  return { pointer, rule: 'format', message, actual: key.length, limit: longest };
}
