import type { CallDescription } from '../call-description.ts';
import { createProblemError } from '../errors/create-problem-error.ts';
import { UnreadableAnswerError } from '../errors/unreadable-answer-error.ts';
import type { Problem } from '../generated/models.ts';
import { readRateLimit } from './read-rate-limit.ts';
import { readRetryAfter } from './read-retry-after.ts';

/** What the api answered. Throws the problem it answered, or UnreadableAnswerError when it was not the api. */
export async function readAnswer(call: CallDescription, response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw readFailure(response, text);
  if (!call.statuses.includes(response.status)) throw unreadable(response, text);
  if (call.answer === 'empty') return undefined;
  const answer = call.answer === 'text' ? text : parse(text, response);
  if (!isOurs(call, response, answer)) throw unreadable(response, text);
  return answer;
}

/**
 * Every answer of the api has an `X-Request-Id`, which a proxy or CORS may hide: then it is known by what is in it. A
 * list without its items is none, whoever answered it.
 */
function isOurs(call: CallDescription, { headers }: Response, answer: unknown): boolean {
  const isNamed = headers.has('x-request-id');
  if (call.answer === 'text') return isNamed || !isPage(headers);
  if (typeof answer !== 'object' || answer === null) return false;
  if (call.pagedBy !== null && !Array.isArray((answer as { data?: unknown }).data)) return false;
  return isNamed || call.answerHas.every((name) => name in answer);
}

const isPage = (headers: Headers): boolean =>
  (headers.get('content-type') ?? '').includes('text/html');

function readFailure(response: Response, text: string): Error {
  const { headers, status } = response;
  const type = headers.get('content-type') ?? '';
  if (!type.includes('application/problem+json')) return unreadable(response, text);
  const problem = parse(text, response);
  if (!isProblem(problem)) return unreadable(response, text);
  const rateLimitMs = status === 429 ? readRateLimit(headers) || null : null;
  return createProblemError({
    problem,
    retryAfterMs: readRetryAfter(headers, Date.now()) ?? rateLimitMs,
  });
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  ['code', 'title', 'detail'].every(
    (name) => typeof (value as Record<string, unknown>)[name] === 'string',
  );

function parse(text: string, response: Response): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(response, text, cause);
  }
}

function unreadable(response: Response, text: string, cause?: unknown): UnreadableAnswerError {
  const { status } = response;
  const location = response.headers.get('location');
  const what =
    location === null
      ? `${response.headers.get('content-type') ?? 'no content type'}: ${text.slice(0, 200)}`
      : `a redirect to ${location}`;
  return new UnreadableAnswerError(
    `The answer is not one of Yuexin’s api (status ${status}, ${what}). Is baseUrl right?`,
    { status, ...(cause !== undefined && { cause }) },
  );
}
