import type { Template } from '@yuexin/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { useMay } from '../session/session-context.tsx';

/** The templates of an app, all of them: an app has at most some dozens. */
export function useTemplates(appId: string | undefined): UseQueryResult<Template[]> {
  const api = useApi();
  const mayRead = useMay('template:read');
  return useQuery({
    queryKey: ['templates', appId],
    queryFn: () => api.templates.list(appId ?? '').toArray({ limit: 500 }),
    enabled: appId !== undefined && mayRead,
    staleTime: 60_000,
  });
}

/** One of them. */
export function useTemplate(appId: string | undefined, templateId: string): Template | undefined {
  return useTemplates(appId).data?.find((template) => template.templateId === templateId);
}
