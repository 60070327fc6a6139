import { test } from '@jest/globals';

/** Without Redis it is left out, as the launcher says in its notice; with CI=true it runs and fails. */
export const testWithRedis: typeof test.skip =
  process.env.TEST_REDIS_URL === undefined && process.env.CI !== 'true' ? test.skip : test;
