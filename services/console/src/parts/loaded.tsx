import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './problem-alert.tsx';

/** What was read, or that it is being read, or why it could not be. What is known already stays while it is read anew. */
export function Loaded<T>(props: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const { query, children } = props;
  return (
    <>
      {query.error !== null && (
        <>
          <ProblemAlert error={query.error} />
          <Button onClick={() => void query.refetch()}>{t('shell.tryAgain')}</Button>
        </>
      )}
      {query.data !== undefined && children(query.data)}
      {query.data === undefined && query.error === null && (
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      )}
    </>
  );
}
