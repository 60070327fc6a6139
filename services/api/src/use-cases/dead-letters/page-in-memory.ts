import { AppError } from '@yuexin/errors';
import { decodeCursor, encodeCursor } from '@yuexin/storage';

const list = 'in-memory';

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
  return { items: shown, nextCursor: hasMore ? encodeCursor(list, [nameOf(last)]) : null };
}

function startAfter(names: readonly string[], cursor: string): number {
  const [name = ''] = decodeCursor(list, cursor, (key) => key.length === 1) ?? [];
  const index = names.indexOf(name);
  if (index >= 0) return index + 1;
  const message = 'must be the nextCursor of an earlier answer of this list';
  throw new AppError('invalid-request', {
    message: 'The cursor does not belong to this list.',
    problems: [{ pointer: '/query/cursor', rule: 'cursor', message }],
  });
}
