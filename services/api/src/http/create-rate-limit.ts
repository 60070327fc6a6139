import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AppError } from '@yuexin/errors';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';
import type { Caller } from './caller.ts';
import { contextOf } from './request-context.ts';

/** Counts a request of whoever the context names, or of the address; throws `rate-limited` for one too many. */
export type CountRequest = (response: ServerResponse, address: string | undefined) => Promise<void>;

/** Requests a key, a session or an address (without either) may make in a minute, in each process. */
const requestsPerMinute = 60_000;

const windowSeconds = 60;
const mostPartitions = 10_000;

function partitionOf(caller: Caller | null, address: string | undefined): string {
  if (caller?.kind === 'key') return `key:${caller.keyId}`;
  if (caller?.kind === 'session') return `session:${caller.userId}`;
  return `ip:${ipKeyGenerator(address ?? '')}`;
}

/**
 * Counts per caller and answers `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-08). The library's own
 * store, without its middleware: that one wants Express's response, and hashes the caller's name for every request.
 */
export function createRateLimit({
  limit = requestsPerMinute,
}: {
  limit?: number | undefined;
}): CountRequest {
  const store = new MemoryStore();
  // It reads no other option.
  store.init({ windowMs: windowSeconds * 1000 } as Options);
  const policies = new Map<string, string>();
  const policyOf = (partition: string): string => {
    const known = policies.get(partition);
    if (known !== undefined) return known;
    if (policies.size >= mostPartitions) policies.clear();
    const policy = `"minute"; q=${limit}; w=${windowSeconds}; pk=:${nameOf(partition)}:`;
    policies.set(partition, policy);
    return policy;
  };
  return async (response, address) => {
    const partition = partitionOf(contextOf(response).caller, address);
    const { totalHits, resetTime } = await store.increment(partition);
    const leftMs = (resetTime?.getTime() ?? Date.now()) - Date.now();
    const seconds = Math.max(0, Math.ceil(leftMs / 1000));
    const remaining = Math.max(0, limit - totalHits);
    response.setHeader('RateLimit', `"minute"; r=${remaining}; t=${seconds}`);
    response.setHeader('RateLimit-Policy', policyOf(partition));
    if (totalHits <= limit) return;
    throw new AppError('rate-limited', {
      message: `More than ${limit} requests in a minute.`,
      retryAfterMs: seconds * 1000,
    });
  };
}

/** What a partition is called towards its caller. */
function nameOf(partition: string): string {
  const digest = createHash('sha256').update(partition).digest('hex').slice(0, 12);
  return Buffer.from(digest).toString('base64');
}
