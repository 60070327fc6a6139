import type { Page, PagedList } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { ProblemAlert } from './problem-alert.tsx';

/** `isMore`: there are at least so many. */
type Count = { count: number; isMore: boolean };

/** How much an act would touch, counted while it is asked about; until then, and where it cannot be counted, that. */
export function Counted(props: {
  /** What is counted, as a query's key. */
  of: readonly unknown[];
  count: () => Promise<Count>;
  say: (count: string) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { of, count, say } = props;
  const counted = useQuery({
    queryKey: ['counted', ...of],
    queryFn: count,
    // Counts grow old.
    gcTime: 0,
    refetchInterval: 10_000,
  });
  const { data, error } = counted;
  if (data === undefined && error !== null) return <ProblemAlert error={error} />;
  return (
    <p aria-live="polite">
      {data === undefined
        ? t('parts.counting')
        : say(`${format.number(data.count)}${data.isMore ? '+' : ''}`)}
    </p>
  );
}

/** The most that one page of a list holds. */
const most = 200;

/** Counts what a list of the api holds, as far as one page goes. */
export async function countPage(
  list: (query: { limit: number }) => PagedList<Page>,
): Promise<Count> {
  const { data, nextCursor } = await list({ limit: most }).firstPage();
  return { count: data.length, isMore: nextCursor !== null };
}
