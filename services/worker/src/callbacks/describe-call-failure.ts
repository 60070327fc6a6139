import { TimeoutError } from 'got';
import { AddressRefusedError } from './guarded-lookup.ts';

/** Why a call got no answer, in a few words; without the URL, which may hold what is secret. */
export function describeCallFailure(error: unknown): string {
  if (error instanceof TimeoutError) return `timeout: no answer in time (${error.event})`;
  const cause = causeOf(error);
  if (cause instanceof AddressRefusedError) return `refused: ${cause.message}`;
  if (!(cause instanceof Error)) return 'closed without an answer';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return `no answer: ${code}`;
}

/** got wraps what the connection said. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof Error) || error.cause === undefined) return error;
  return error.cause;
}
