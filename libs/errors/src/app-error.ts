import type { ErrorCode } from './error-code.ts';
import { errorKindOfCode, type ErrorKind } from './error-code.ts';

/** One thing wrong with an input. `pointer` is an RFC 6901 JSON pointer into the body (or `/query/<name>`). */
export type FieldProblem = {
  pointer: string;
  rule: string;
  message: string;
  limit?: number | string;
  actual?: number | string;
};

export type AppErrorOptions = {
  message: string;
  problems?: readonly FieldProblem[];
  retryAfterMs?: number;
  /** More facts for logs and the problem document; never secrets or phone numbers. */
  details?: Readonly<Record<string, unknown>>;
  cause?: unknown;
};

/**
 * The one error class thrown on purpose. `code` says what happened (stable, public);
 * `kind` follows from it and is what a caller of our code branches on.
 * An expected answer (a user without a grant) is never an AppError.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly problems: readonly FieldProblem[];
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = errorKindOfCode[code];
    this.problems = options.problems ?? [];
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
  }
}
