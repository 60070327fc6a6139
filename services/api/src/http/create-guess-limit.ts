import { AppError } from '@yuexin/errors';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';

/** Wrong secrets an address may send in a minute, in each process. */
const wrongPerMinute = 10;

const windowMs = 60_000;

/** Counts the answers 401 of an address and throws `rate-limited` beyond; right secrets cost nothing. */
export function createGuessLimit(): RequestHandler {
  return rateLimit({
    windowMs,
    limit: wrongPerMinute,
    standardHeaders: false,
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    validate: false,
    handler: (_request, response, next) => {
      const message = 'Too many wrong keys came from this address: wait a minute.';
      response.removeHeader('Retry-After');
      next(new AppError('rate-limited', { message, retryAfterMs: windowMs }));
    },
  });
}
