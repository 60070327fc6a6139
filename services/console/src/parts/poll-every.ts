import { ProblemError } from '@yuexin/client';

type Polled<T> = { state: { data?: T | undefined; error: Error | null } };

/**
 * How soon something is read anew by itself. What the api refused it would refuse again: that is not asked for any more,
 * until somebody asks.
 */
export function pollEvery<T>(ms: number | ((data: T | undefined) => number)) {
  return ({ state }: Polled<T>): number | false => {
    if (isRefused(state.error)) return false;
    return typeof ms === 'number' ? ms : ms(state.data);
  };
}

const isRefused = (error: Error | null): boolean =>
  error instanceof ProblemError &&
  error.status >= 400 &&
  error.status < 500 &&
  !error.problem.retryable;
