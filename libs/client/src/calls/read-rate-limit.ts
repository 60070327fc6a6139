/**
 * How long the api takes no more requests of this key, by its `RateLimit` header
 * (draft-ietf-httpapi-ratelimit-headers: `"minute"; r=0; t=23`); 0 while some remain or nothing is said.
 */
export function readRateLimit(headers: Headers): number {
  const waits = (headers.get('ratelimit') ?? '').split(',').map((item) => {
    const remaining = /;\s*r=(\d+)/.exec(item)?.[1];
    const resetSeconds = /;\s*t=(\d+)/.exec(item)?.[1];
    return remaining === '0' && resetSeconds !== undefined ? Number(resetSeconds) * 1000 : 0;
  });
  return Math.max(0, ...waits);
}
