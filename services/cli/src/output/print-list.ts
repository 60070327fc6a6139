import type { PagedList, Page } from '@yuexin/client';
import type { Output } from './create-output.ts';

/** How many to ask for at once: one more than is shown tells whether there are more. */
export function pageSize(limit: number): number {
  return Math.min(limit + 1, 200);
}

/** The first `limit` items of a list: as a table, or as a JSON array. What is left out is said. */
export async function printList<P extends Page>(input: {
  out: Output;
  list: PagedList<P>;
  limit: number;
  columns: readonly string[];
  rowOf: (item: P['data'][number]) => readonly string[];
  none: string;
}): Promise<void> {
  const { out, limit, columns, rowOf } = input;
  const found = await input.list.toArray({ limit: limit + 1 });
  const shown = found.slice(0, limit);
  if (out.isJson()) {
    out.json(shown);
    return;
  }
  if (shown.length === 0) out.note(input.none);
  else out.table(columns, shown.map(rowOf));
  if (found.length > limit) out.note('There are more; --limit shows them.');
}
