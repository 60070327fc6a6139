/** The PostgreSQL server test databases are made on. Throws one sentence when there is none. */
export function testDatabaseServerUrl(): string {
  return readAddress('TEST_DATABASE_URL');
}

/** The Redis to test on; use `uniquePrefix()` for keys. Throws one sentence when there is none. */
export function testRedisUrl(): string {
  return readAddress('TEST_REDIS_URL');
}

function readAddress(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run \`npm test\`, which starts what the tests need.`);
  }
  return value;
}
