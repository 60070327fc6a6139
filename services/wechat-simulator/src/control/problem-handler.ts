import { AppError, type ErrorKind, normaliseError } from '@yuexin/errors';
import type { Logger } from '@yuexin/telemetry';
import type { ErrorRequestHandler, RequestHandler } from 'express';

const statusOfKind = {
  invalid: 400,
  denied: 403,
  'not-found': 404,
  conflict: 409,
  throttled: 429,
  unavailable: 503,
  rejected: 502,
  bug: 500,
} as const satisfies Record<ErrorKind, number>;

/** What Express's body parser throws, in our words. */
function translate(thrown: unknown): AppError {
  const type = (thrown as { type?: unknown } | null)?.type;
  if (type === 'entity.parse.failed') {
    return new AppError('invalid-request', { message: 'The body is not JSON.', cause: thrown });
  }
  if (type === 'entity.too.large') {
    return new AppError('payload-too-large', { message: 'The body is too large.', cause: thrown });
  }
  return normaliseError(thrown);
}

export const refuseUnknownPath: RequestHandler = (request) => {
  throw new AppError('not-found', { message: `There is no ${request.method} ${request.path}.` });
};

/** Any error as application/problem+json with all its problems. */
export const createProblemHandler =
  (logger: Logger): ErrorRequestHandler =>
  (thrown: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const error = translate(thrown);
    const status = error.code === 'payload-too-large' ? 413 : statusOfKind[error.kind];
    if (error.kind === 'bug') logger.error('a control call failed', { error });
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `/problems/${error.code}`,
          title: error.code.replaceAll('-', ' '),
          status,
          detail: error.message,
          code: error.code,
          ...(error.problems.length === 0 ? {} : { errors: error.problems }),
        }),
      );
  };
