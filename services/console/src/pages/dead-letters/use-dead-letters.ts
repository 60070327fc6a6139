import type { DeadLetterGroup } from '@yuexin/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

/** The groups of dead letters, by cause; of one app or of all. Few: apps times templates times causes. */
export function useDeadLetters(appId?: string): UseQueryResult<DeadLetterGroup[]> {
  const api = useApi();
  return useQuery({
    queryKey: ['dead-letters', appId],
    queryFn: () =>
      api.deadLetters
        .list({ limit: 200, ...(appId !== undefined && { appId }) })
        .toArray({ limit: 1000 }),
    refetchInterval: pollEvery(30_000),
  });
}
