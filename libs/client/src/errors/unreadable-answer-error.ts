import { YuexinError } from './yuexin-error.ts';

/** Something answered that is not Yuexin's api: a proxy, a login page, another service. */
export class UnreadableAnswerError extends YuexinError {
  readonly status: number;

  constructor(message: string, { status, cause }: { status: number; cause?: unknown }) {
    // What a gateway says while the service behind it is away.
    super(message, { isRetryable: [502, 503, 504].includes(status), cause });
    this.status = status;
  }
}
