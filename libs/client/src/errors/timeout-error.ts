import { YuexinError } from './yuexin-error.ts';

/** No answer in time. It may have been done all the same: a call with an idempotency key can be made again. */
export class TimeoutError extends YuexinError {
  constructor(message: string) {
    super(message, { isRetryable: true });
  }
}
