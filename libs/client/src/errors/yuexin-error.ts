/** What every error of this client is. An aborted call rejects with its signal's reason instead, as `fetch` does. */
export class YuexinError extends Error {
  /** The same call, made again later, may succeed. */
  readonly isRetryable: boolean;

  constructor(message: string, options: { isRetryable: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.isRetryable = options.isRetryable;
  }
}
