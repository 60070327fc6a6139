import { ConnectionError, ProblemError, TimeoutError } from '@yuexin/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Whether no answer came at all: the network, or the api, is not there. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof ConnectionError || error instanceof TimeoutError;

const isSignedOut = (error: unknown): boolean =>
  error instanceof ProblemError && error.status === 401;

/** Whether reading once more may help; what the api refused it would refuse again. */
function shouldRetry(failures: number, error: unknown): boolean {
  return (
    failures < 1 &&
    (isUnreachable(error) || (error instanceof ProblemError && error.problem.retryable))
  );
}

/** What all reads and changes have in common: who is signed out, or cut off, is told so in one place. */
export function createQueryClient(on: {
  signedOut: () => void;
  unreachable: () => void;
}): QueryClient {
  const onError = (error: unknown): void => {
    if (isSignedOut(error)) on.signedOut();
    if (isUnreachable(error)) on.unreachable();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: shouldRetry,
        refetchOnWindowFocus: true,
        // Our own banner tells; a query that waits for `online` would show nothing at all.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
