import { AppError } from '@yuexin/errors';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Guessable } from './route.ts';

/**
 * What an address may get wrong in a minute, in each process. Many phones share an address of their carrier, and each wrong code
 * costs a call of WeChat's.
 */
const wrongOf = {
  key: { perMinute: 10, status: 401, what: 'keys' },
  code: { perMinute: 60, status: 422, what: 'codes' },
} as const satisfies Record<Guessable, { perMinute: number; status: number; what: string }>;

const windowMs = 60_000;

/** One for each kind of secret. */
export const createGuessLimits = (): Record<Guessable, RequestHandler> => ({
  key: createGuessLimit('key'),
  code: createGuessLimit('code'),
});

/** Counts the refusals of an address and throws `rate-limited` beyond; what is right costs nothing. */
function createGuessLimit(kind: Guessable): RequestHandler {
  const { perMinute, status, what } = wrongOf[kind];
  return rateLimit({
    windowMs,
    limit: perMinute,
    standardHeaders: false,
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== status,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    validate: false,
    handler: (_request, response, next) => {
      const message = `Too many wrong ${what} came from this address: wait a minute.`;
      response.removeHeader('Retry-After');
      next(new AppError('rate-limited', { message, retryAfterMs: windowMs }));
    },
  });
}
