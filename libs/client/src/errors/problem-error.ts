import type { Problem } from '../generated/models.ts';
import { YuexinError } from './yuexin-error.ts';

export type ProblemDetails = {
  problem: Problem;
  /** What `Retry-After` asked for. */
  retryAfterMs: number | null;
};

/** The api said no, and why: `problem` is its answer (RFC 9457), `code` what programs go by. */
export class ProblemError extends YuexinError {
  readonly problem: Problem;
  readonly retryAfterMs: number | null;

  constructor({ problem, retryAfterMs }: ProblemDetails) {
    super(sayProblem(problem), { isRetryable: problem.retryable });
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  get code(): Problem['code'] {
    return this.problem.code;
  }

  /** What is wrong, without the errors one by one. */
  get summary(): string {
    return summarise(this.problem);
  }

  get status(): number {
    return this.problem.status;
  }

  get requestId(): string {
    return this.problem.requestId;
  }

  /** Everything that is wrong with the input, each with its JSON pointer. */
  get errors(): NonNullable<Problem['errors']> {
    return this.problem.errors ?? [];
  }
}

/** 400, 413, 415, 422: the request has to be corrected; `errors` says where. */
export class InvalidRequestError extends ProblemError {}

/** 401: no key, or one that is unknown, revoked or has ended. */
export class UnauthenticatedError extends ProblemError {}

/** 403: the key is good, but not for this. */
export class ForbiddenError extends ProblemError {}

/** 404 */
export class NotFoundError extends ProblemError {}

/** 409: the state does not allow it. */
export class ConflictError extends ProblemError {}

/** 409 `no-grant`: the push asked to be refused without a grant. */
export class NoGrantError extends ConflictError {}

/** 429: `retryAfterMs` says when. */
export class RateLimitedError extends ProblemError {}

/** 5xx: the api, or WeChat behind it, is not there, or refused. */
export class UnavailableError extends ProblemError {}

/** A detail often begins as its title does, and points to the errors, which are told after it. */
function summarise({ title, detail, errors = [] }: Problem): string {
  const plain = errors.length === 0 ? detail : detail.replace(/:? see `errors`\.?$/, '.');
  if (plain === '') return title;
  return plain.toLowerCase().startsWith(title.toLowerCase()) ? plain : `${title}: ${plain}`;
}

function sayProblem(problem: Problem): string {
  const { errors = [] } = problem;
  const more = errors.map(
    ({ pointer, message }) => `${pointer === '' ? 'body' : pointer} ${message}`,
  );
  const said = summarise(problem);
  return more.length === 0 ? said : `${said} ${more.join('; ')}`;
}
