import type { Push, TimelineEntry } from '@yuexin/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { pollEvery } from '../../parts/poll-every.ts';
import { readAgainMs } from './read-again-ms.ts';

/** A push and the rows of its timeline. */
export type PushStory = { push: Push; entries: readonly TimelineEntry[] };

/** A push with its whole history: read often while it travels, seldom while it rests or once it has ended. */
export function usePushStory(id: string): UseQueryResult<PushStory> {
  const api = useApi();
  return useQuery({
    queryKey: ['push', id],
    queryFn: async () => {
      const { push, data } = await api.pushes.getTimeline(id);
      return { push, entries: data };
    },
    refetchInterval: pollEvery<PushStory>((story) => readAgainMs(story?.push.state)),
  });
}
