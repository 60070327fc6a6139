import { AppError } from '@yuexin/errors';

/**
 * A page of a list that is small enough to be read whole (apps, keys, templates). `items` come in their order;
 * the cursor names the last one shown, so that what is added meanwhile moves no page.
 */
export function pageInMemory<T>(input: {
  items: readonly T[];
  nameOf: (item: T) => string;
  limit: number;
  cursor: string | undefined;
}): { items: T[]; nextCursor: string | null } {
  const { items, nameOf, limit, cursor } = input;
  const start = cursor === undefined ? 0 : startAfter(items.map(nameOf), cursor);
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  const hasMore = start + limit < items.length && last !== undefined;
  return { items: shown, nextCursor: hasMore ? encode(nameOf(last)) : null };
}

const encode = (name: string): string => Buffer.from(`after:${name}`).toString('base64url');

function startAfter(names: readonly string[], cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const index = text.startsWith('after:') ? names.indexOf(text.slice('after:'.length)) : -1;
  if (index >= 0) return index + 1;
  const message = 'must be the nextCursor of an earlier answer of this list';
  throw new AppError('invalid-request', {
    message: 'The cursor does not belong to this list.',
    problems: [{ pointer: '/query/cursor', rule: 'cursor', message }],
  });
}
