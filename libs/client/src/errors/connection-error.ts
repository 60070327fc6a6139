import { YuexinError } from './yuexin-error.ts';

/** No answer arrived: the address is wrong, nothing listens there, or the connection broke. It may have been done all the same. */
export class ConnectionError extends YuexinError {
  constructor(message: string, cause: unknown) {
    super(message, { isRetryable: true, cause });
  }
}
