import type { Page, PagedList } from '@yuexin/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { pollEvery } from './poll-every.ts';

export type ListHold<T> = {
  data: T[] | undefined;
  error: Error | null;
  refetch: () => Promise<unknown>;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Nothing was found yet, and older ones are being looked at. */
  isLooking: boolean;
  loadMore: () => void;
  isFetching: boolean;
};

/** So many pages without a row are read before one is asked whether to go on; a list of more is not read anew by itself. */
const pagesAtOnce = 10;

/**
 * A list of the api, page by page as one asks for more. `read` gets the cursor to go on from; the client's lists walk by
 * themselves, so each page is the first of a list that begins there. A page without a row may have a next one (ADR 0037).
 */
export function useList<P extends Page>(
  key: readonly unknown[],
  read: (cursor: string | undefined) => PagedList<P>,
  options: { enabled?: boolean; refetchIntervalMs?: number } = {},
): ListHold<P['data'][number]> {
  const { refetchIntervalMs } = options;
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam).firstPage(),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: options.enabled ?? true,
    ...(refetchIntervalMs !== undefined && {
      refetchInterval: (query: {
        state: { data?: { pages: unknown[] } | undefined; error: Error | null };
      }) =>
        (query.state.data?.pages.length ?? 0) > pagesAtOnce
          ? false
          : pollEvery<unknown>(refetchIntervalMs)(query),
    }),
  });
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query;
  const rows = data?.pages.flatMap((page) => [...page.data]);
  const pagesRead = data?.pages.length ?? 0;
  const isLooking =
    error === null && hasNextPage && rows?.length === 0 && pagesRead % pagesAtOnce !== 0;
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage();
  }, [isLooking, isFetching, fetchNextPage]);
  return {
    data: rows,
    error,
    refetch: query.refetch,
    hasMore: hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    isLooking,
    loadMore: () => void fetchNextPage(),
    isFetching,
  };
}
