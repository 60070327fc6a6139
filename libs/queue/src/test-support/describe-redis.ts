import { describe } from '@jest/globals';
import { findRedisServer } from './redis-server.ts';

/**
 * For suites that start servers of their own. Without a program on PATH they are skipped, as the launcher says
 * in its notice; with CI=true they run and fail.
 */
export const describeRedis: (name: string, tests: () => void) => void =
  findRedisServer() !== null || process.env.CI === 'true' ? describe : describe.skip;
