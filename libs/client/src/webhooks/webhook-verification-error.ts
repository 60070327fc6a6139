import { YuexinError } from '../errors/yuexin-error.ts';

export type WebhookFault =
  /** A header is missing or is none. */
  | 'headers'
  /** Older or newer than the tolerance allows: perhaps recorded and played again. */
  | 'timestamp'
  /** Signed by nobody who has one of the secrets, or changed on the way. */
  | 'signature'
  /** Well signed, but no JSON of a callback. */
  | 'body';

/** A request that is not to be trusted: answer it 400 and do nothing. */
export class WebhookVerificationError extends YuexinError {
  readonly fault: WebhookFault;

  constructor(fault: WebhookFault, message: string) {
    super(message, { isRetryable: false });
    this.fault = fault;
  }
}
