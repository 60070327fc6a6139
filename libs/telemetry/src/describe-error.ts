import { AppError } from '@yuexin/errors';

const deepestCause = 5;

/** Facts of an error for a log line. Driver fields that may hold personal data (PostgreSQL's detail) are left out. */
export type ErrorDescription = Record<string, unknown>;

const codeOf = (error: Error): string | number | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? code : undefined;
};

/**
 * Name, message, code, kind, details, stack and the chain of causes of an error, each text and detail passed through `redact`.
 * The stack is kept only where a programmer is needed: not for an AppError of a kind that is expected.
 */
export function describeError(
  error: Error,
  redact: (value: unknown) => unknown,
  depth = 0,
): ErrorDescription {
  const code = codeOf(error);
  const isExpected = error instanceof AppError && error.kind !== 'bug';
  const described: ErrorDescription = { name: error.name, message: redact(error.message) };
  if (code !== undefined) described.code = code;
  if (error instanceof AppError) {
    described.kind = error.kind;
    if (error.problems.length > 0) described.problems = redact(error.problems);
    if (Object.keys(error.details).length > 0) described.details = redact(error.details);
  }
  if (!isExpected) described.stack = redact(error.stack ?? '');
  if (depth < deepestCause) {
    const next = (cause: unknown): unknown =>
      cause instanceof Error ? describeError(cause, redact, depth + 1) : redact(cause);
    if (error.cause !== undefined) described.cause = next(error.cause);
    if (error instanceof AggregateError) described.errors = error.errors.slice(0, 5).map(next);
  }
  return described;
}
