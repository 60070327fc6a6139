import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NoGrantError,
  NotFoundError,
  ProblemError,
  RateLimitedError,
  UnauthenticatedError,
  UnavailableError,
  type ProblemDetails,
} from './problem-error.ts';

const classOfStatus: Readonly<Record<number, typeof ProblemError>> = {
  400: InvalidRequestError,
  401: UnauthenticatedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  413: InvalidRequestError,
  415: InvalidRequestError,
  422: InvalidRequestError,
  429: RateLimitedError,
};

/** The error class of a problem; by its status, so that a code this client does not know has one too. */
export function createProblemError(details: ProblemDetails): ProblemError {
  const { code, status } = details.problem;
  if (code === 'no-grant') return new NoGrantError(details);
  const Known = classOfStatus[status] ?? (status >= 500 ? UnavailableError : ProblemError);
  return new Known(details);
}
