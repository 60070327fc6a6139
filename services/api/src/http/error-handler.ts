import type { ServerResponse } from 'node:http';
import { AppError, normaliseError, type ErrorCode, type FieldProblem } from '@yuexin/errors';
import type { Logger } from '@yuexin/telemetry';
import type { ErrorRequestHandler } from 'express';
import { problemCatalog } from './problem-catalog.ts';
import { contextOf } from './request-context.ts';
import { writeText } from './write-reply.ts';

/** The only place where a status is decided for a failure. Total: a new code does not compile until it has one. */
export const statusOfCode = {
  'invalid-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'csrf-token-missing': 403,
  'not-found': 404,
  conflict: 409,
  'no-grant': 409,
  'idempotency-in-flight': 409,
  'idempotency-key-reused': 422,
  'template-data-invalid': 422,
  'template-unknown': 422,
  'recipient-unknown': 422,
  'login-code-invalid': 422,
  'unsupported-media-type': 415,
  'payload-too-large': 413,
  'rate-limited': 429,
  overloaded: 503,
  unavailable: 503,
  'wechat-refused': 502,
  'internal-error': 500,
} as const satisfies Record<ErrorCode, number>;

/** RFC 9457, as every failure is answered. */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
  retryable: boolean;
  errors?: readonly FieldProblem[];
};

const problemType = 'application/problem+json; charset=utf-8';

const defaultRetryAfterMs: Partial<Record<ErrorCode, number>> = {
  'idempotency-in-flight': 1000,
  'rate-limited': 1000,
  overloaded: 1000,
  unavailable: 1000,
};

/** The problem document of an error. A bug tells nothing of itself to the outside. */
export function problemOf(error: AppError, requestId: string): ProblemDocument {
  const entry = problemCatalog[error.code];
  const detail = error.kind === 'bug' ? entry.meaning : error.message;
  return {
    type: `/problems/${error.code}`,
    title: entry.title,
    status: statusOfCode[error.code],
    detail,
    code: error.code,
    requestId,
    retryable: entry.isRetryable,
    ...(error.problems.length > 0 && { errors: error.problems }),
  };
}

/** What body parsers and Express itself throw, in our words. */
function translate(thrown: unknown): AppError {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return normaliseError(thrown);
  const { type, status } = thrown as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large')
    return new AppError('payload-too-large', {
      message: 'The body is larger than this call takes.',
    });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new AppError('unsupported-media-type', {
      message: 'The encoding of the body is not supported.',
    });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError('invalid-request', {
      message: 'The request could not be read.',
      problems: [{ pointer: '', rule: 'readable', message: 'could not be read' }],
      cause: thrown,
    });
  return normaliseError(thrown);
}

function writeProblem(response: ServerResponse, error: AppError): void {
  const { requestId } = contextOf(response);
  const problem = problemOf(error, requestId);
  const retryAfterMs = error.retryAfterMs ?? defaultRetryAfterMs[error.code];
  if (retryAfterMs !== undefined && !response.hasHeader('Retry-After'))
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  if (problem.status === 401 && !response.hasHeader('WWW-Authenticate'))
    response.setHeader('WWW-Authenticate', 'Bearer realm="yuexin"');
  response.statusCode = problem.status;
  writeText(response, { text: JSON.stringify(problem), contentType: problemType });
}

/** Answers a failed request, whatever was thrown; false: half an answer is out, which nobody can mend. */
export type AnswerFailure = (response: ServerResponse, thrown: unknown) => boolean;

/** Answers anything thrown with a problem document, and logs what an operator should see. */
export function createAnswerFailure({ logger }: { logger: Logger }): AnswerFailure {
  return (response, thrown) => {
    const error = translate(thrown);
    const context = contextOf(response);
    context.problemCode = error.code;
    if (error.kind === 'bug') logger.error('a request failed', { route: context.route, error });
    else if (error.kind === 'unavailable' || error.kind === 'rejected')
      logger.warn('a request could not be served', { route: context.route, error });
    if (response.headersSent) return false;
    writeProblem(response, error);
    return true;
  };
}

/** The same, as Express calls it, which breaks off what cannot be mended. */
export function createErrorHandler(answerFailure: AnswerFailure): ErrorRequestHandler {
  return (thrown: unknown, _request, response, next) => {
    if (!answerFailure(response, thrown)) next(thrown);
  };
}
