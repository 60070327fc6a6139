export { createFakeClock, type FakeClock } from './create-fake-clock.ts';
export { createTestDatabase, type TestDatabase } from './create-test-database.ts';
export { eventually } from './eventually.ts';
export { testRedisUrl } from './test-addresses.ts';
export { uniquePrefix } from './unique-prefix.ts';
