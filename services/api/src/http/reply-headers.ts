import type { ZodOpenApiHeaderObject } from 'zod-openapi';
import type { Route } from './route.ts';

const text = (description: string, example: string, required = true): ZodOpenApiHeaderObject => ({
  ...{ description, example, required },
  schema: { type: 'string' },
});

/** Headers that many answers carry, under their names in the document. */
export const sharedHeaders = {
  RequestId: text('The `X-Request-Id` of the request, or one made here.', 'caller-42'),
  RateLimitPolicy: text(
    'draft-ietf-httpapi-ratelimit-headers: requests (`q`) in a window of `w` seconds.',
    '"minute"; q=60000; w=60; pk=:MGI0YzNhMmU3ZjU3:',
  ),
  RateLimit: text(
    'How many requests remain (`r`), and in how many seconds the window is over (`t`).',
    '"minute"; r=59999; t=60',
  ),
  RetryAfter: text('Seconds after which the same request may be sent again.', '1'),
  MayRetryAfter: text('Seconds to wait, where waiting helps.', '1', false),
  Replayed: text('`true` when the key was used before with the same body.', 'true', false),
} as const;

type Name = keyof typeof sharedHeaders;

const ref = (name: Name): { $ref: string } => ({ $ref: `#/components/headers/${name}` });

/** The headers that every answer of this status has, whatever the route. */
export function headersOf(route: Route, status: number): Record<string, { $ref: string }> {
  // What fails in the service itself may fail before the request is counted.
  const isCounted = route.isUnlimited !== true && status < 500;
  return {
    'X-Request-Id': ref('RequestId'),
    ...(isCounted && { 'RateLimit-Policy': ref('RateLimitPolicy'), RateLimit: ref('RateLimit') }),
    ...((status === 429 || status === 503) && { 'Retry-After': ref('RetryAfter') }),
    ...(status === 409 && { 'Retry-After': ref('MayRetryAfter') }),
    ...(route.takesIdempotencyKey === true &&
      status < 300 && { 'Idempotency-Replayed': ref('Replayed') }),
  };
}
