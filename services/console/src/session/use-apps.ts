import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { useMay, useSession } from './session-context.tsx';
import type { SessionApp } from './session.ts';

const none: readonly SessionApp[] = [];

/** The apps of this session by name: those it came with, else all that an administrator may list. */
export function useApps(): readonly SessionApp[] {
  const api = useApi();
  const { apps } = useSession().session;
  const mayList = useMay('admin');
  const listed = useQuery({
    queryKey: ['apps', 'names'],
    queryFn: () => api.apps.list({ limit: 200 }).toArray({ limit: 1000 }),
    enabled: mayList,
    staleTime: 60_000,
  });
  return listed.data ?? apps ?? none;
}
