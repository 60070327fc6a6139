import type { Page, PagedList } from '@yuexin/client';
import { useInfiniteQuery } from '@tanstack/react-query';

export type ListHold<T> = {
  data: T[] | undefined;
  error: Error | null;
  refetch: () => Promise<unknown>;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  isFetching: boolean;
};

/**
 * A list of the api, page by page as one asks for more. `read` gets the cursor to go on from; the client's lists walk by
 * themselves, so each page is the first of a list that begins there.
 */
export function useList<P extends Page>(
  key: readonly unknown[],
  read: (cursor: string | undefined) => PagedList<P>,
  options: { enabled?: boolean; refetchIntervalMs?: number } = {},
): ListHold<P['data'][number]> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam).firstPage(),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: options.enabled ?? true,
    ...(options.refetchIntervalMs !== undefined && { refetchInterval: options.refetchIntervalMs }),
  });
  return {
    data: query.data?.pages.flatMap((page) => [...page.data]),
    error: query.error,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    isFetching: query.isFetching,
  };
}
