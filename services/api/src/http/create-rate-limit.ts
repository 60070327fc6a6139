import { AppError } from '@yuexin/errors';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Caller } from './caller.ts';
import { contextOf } from './request-context.ts';

/** Requests a key, a session or an address (without either) may make in a minute, in each process. */
const requestsPerMinute = 60_000;

const windowMs = 60_000;

function partitionOf(caller: Caller | null, address: string | undefined): string {
  if (caller?.kind === 'key') return `key:${caller.keyId}`;
  if (caller?.kind === 'session') return `session:${caller.userId}`;
  return `ip:${ipKeyGenerator(address ?? '')}`;
}

/** Counts per caller and answers `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-08); throws `rate-limited` beyond. */
export function createRateLimit({
  limit = requestsPerMinute,
}: {
  limit?: number | undefined;
}): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'minute',
    keyGenerator: (request, response) => partitionOf(contextOf(response).caller, request.ip),
    // What the library checks is how it is set up; TRUST_PROXY is the operator's own decision.
    validate: false,
    handler: (_request, response, next) => {
      const seconds = Number(response.getHeader('Retry-After') ?? 1);
      next(
        new AppError('rate-limited', {
          message: `More than ${limit} requests in a minute.`,
          retryAfterMs: seconds * 1000,
        }),
      );
    },
  });
}
