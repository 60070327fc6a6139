import { AppError, type ErrorCode, type ErrorKind, normaliseError } from '@yuexin/errors';
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

const statusOfCode: Partial<Record<ErrorCode, number>> = {
  'payload-too-large': 413,
  'unsupported-media-type': 415,
};

/** What Express and its body parser throw, in our words. */
function translate(thrown: unknown): AppError {
  const { type, status } = (thrown ?? {}) as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') {
    return new AppError('payload-too-large', { message: 'The body is too large.', cause: thrown });
  }
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    const message = 'The encoding of the body is not supported.';
    return new AppError('unsupported-media-type', { message, cause: thrown });
  }
  if (type === 'entity.parse.failed') return unreadable('json', 'is not JSON', thrown);
  if (!(thrown instanceof AppError) && typeof status === 'number' && status < 500) {
    return unreadable('readable', 'could not be read', thrown);
  }
  return normaliseError(thrown);
}

function unreadable(rule: string, message: string, cause: unknown): AppError {
  const problems = [{ pointer: '', rule, message }];
  return new AppError('invalid-request', { message: `The body ${message}.`, problems, cause });
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
    const status = statusOfCode[error.code] ?? statusOfKind[error.kind];
    if (error.kind === 'bug') logger.error('a control call failed', { error });
    if (status === 503) response.setHeader('Retry-After', '1');
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
