import type { Push, TimelineEntry } from '@yuexin/client';
import { isEndState } from '@yuexin/domain';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';

/** A push and the rows of its timeline. */
export type PushStory = { push: Push; entries: readonly TimelineEntry[] };

const whileOpenMs = 2_000;
const afterMs = 15_000;

/** A push with its whole history: read often while it travels, seldom once it has ended. */
export function usePushStory(id: string): UseQueryResult<PushStory> {
  const api = useApi();
  return useQuery({
    queryKey: ['push', id],
    queryFn: async () => {
      const { push, data } = await api.pushes.getTimeline(id);
      return { push, entries: data };
    },
    refetchInterval: ({ state }) =>
      state.data === undefined || !isEndState(state.data.push.state) ? whileOpenMs : afterMs,
  });
}
