import { isNativeError } from 'node:util/types';
import { TimeoutError } from 'got';
import { AddressRefusedError } from './guarded-lookup.ts';

/** Why a call got no answer, in a few words; without the URL, which may hold what is secret. */
export function describeCallFailure(error: unknown): string {
  if (error instanceof TimeoutError) return `timeout: no answer in time (${error.event})`;
  const cause = causeOf(error);
  if (cause instanceof AddressRefusedError) return `refused: ${cause.message}`;
  if (!isNativeError(cause)) return 'closed without an answer';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return `no answer: ${code}`;
}

/** got wraps what the connection said. */
function causeOf(error: unknown): unknown {
  return isNativeError(error) && error.cause !== undefined ? error.cause : error;
}
