import { AppError } from '@yuexin/errors';

/** One page of a list; `nextCursor` is null on the last. */
export type Page<T> = { items: T[]; nextCursor: string | null };

/**
 * A place in a list, opaque to callers: the sort key of the last row shown, under the list's name.
 * Lists run newest first by key, so rows inserted meanwhile never move a page.
 */
export function encodeCursor(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...key]), 'utf8').toString('base64url');
}

/** Whether a text is the cursor of some list: what can be said before it is known which rows it stands between. */
export const isCursor = (text: string): boolean => parse(text) !== null;

/** Null for the first page. Throws `invalid-request` for what `encodeCursor` did not make for this list. */
export function decodeCursor(
  list: string,
  cursor: string | null,
  isKey: (key: string[]) => boolean,
): string[] | null {
  if (cursor === null) return null;
  const parsed = parse(cursor);
  if (parsed !== null && parsed[0] === list && isKey(parsed.slice(1))) return parsed.slice(1);
  throw new AppError('invalid-request', {
    message: 'The cursor does not belong to this list.',
    problems: [
      {
        pointer: '/query/cursor',
        rule: 'cursor',
        message: 'must be the nextCursor of an earlier answer of this list',
      },
    ],
  });
}

/** Cuts a list read with one row too many into a page. */
export function toPage<Row, T>(input: {
  rows: readonly Row[];
  limit: number;
  list: string;
  keyOf: (row: Row) => readonly string[];
  show: (row: Row) => T;
}): Page<T> {
  const shown = input.rows.slice(0, input.limit);
  const last = shown.at(-1);
  const hasMore = input.rows.length > input.limit && last !== undefined;
  return {
    items: shown.map(input.show),
    nextCursor: hasMore ? encodeCursor(input.list, input.keyOf(last)) : null,
  };
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** For lists sorted by a single UUID. */
export function isUuidKey(key: string[]): boolean {
  return key.length === 1 && uuidForm.test(key[0] ?? '');
}

/** No key holds a NUL, and PostgreSQL takes none. */
const isStorable = (part: unknown): boolean => typeof part === 'string' && !part.includes('\0');

function parse(cursor: string): string[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isList = Array.isArray(value) && value.length > 1 && value.every(isStorable);
    return isList ? (value as string[]) : null;
  } catch {
    return null;
  }
}
