/** A page as the api answers it. */
export type Page = { data: readonly unknown[]; nextCursor: string | null };

/**
 * A list, read page by page as it is walked: `for await (const push of client.pushes.list({ state: 'dead' }))`.
 * Nothing is asked before it is walked, and each walk begins anew. The cursors are stable: what is inserted
 * meanwhile is neither told twice nor pushes anything out.
 */
export type PagedList<P extends Page> = AsyncIterable<P['data'][number]> & {
  /** The pages themselves, for what they carry beside the items. */
  pages(): AsyncIterable<P>;
  /** The first page alone. */
  firstPage(): Promise<P>;
  /** The items as an array, at most `limit` of them. */
  toArray(options?: { limit?: number }): Promise<P['data'][number][]>;
};

/** Makes a list of what reads one page, from its beginning when the cursor is null. */
export function createPagedList<P extends Page>(
  readPage: (cursor: string | null) => Promise<P>,
): PagedList<P> {
  async function* pages(): AsyncGenerator<P> {
    let cursor: string | null = null;
    do {
      const page: P = await readPage(cursor);
      yield page;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  async function* items(): AsyncGenerator<P['data'][number]> {
    for await (const page of pages()) yield* page.data as Awaited<P['data'][number]>[];
  }

  return {
    [Symbol.asyncIterator]: items,
    pages,
    firstPage: () => readPage(null),
    async toArray({ limit = Infinity } = {}) {
      const found: P['data'][number][] = [];
      if (limit <= 0) return found;
      for await (const item of items()) {
        found.push(item);
        if (found.length >= limit) break;
      }
      return found;
    },
  };
}
