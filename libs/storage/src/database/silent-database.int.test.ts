import { afterAll, expect, test } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';
import { openFreezingProxy } from '../test-support/open-freezing-proxy.ts';
import { recordLog } from '../test-support/record-log.ts';
import { openDatabase } from './open-database.ts';

const { testDatabase } = await openTestCore({ poolMax: 2 });
const url = new URL(testDatabase.url);
const proxy = await openFreezingProxy({ host: url.hostname, port: Number(url.port || 5432) });
url.hostname = '127.0.0.1';
url.port = `${proxy.port}`;
const database = openDatabase({
  databaseUrl: url.href,
  poolMax: 2,
  applicationName: 'yuexin-silent',
  logger: recordLog().logger,
  silenceMs: 500,
});
afterAll(async () => {
  await database.close();
  await proxy.close();
});

test('when the server vanishes without a word, then what waits for it is unavailable soon, and the next statement finds the new one', async () => {
  await Promise.all([database.query('select 1'), database.query('select 1')]);
  proxy.freeze();
  const startedMs = performance.now();
  const waiting = [
    database.query('select 2'),
    database.transaction((query) => query('select 3')),
    // No connection is left for it.
    database.query('select 4'),
  ];
  proxy.letNewOnesPass();
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.slice(0, 2)).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ code: 'unavailable' }) },
    { status: 'rejected', reason: expect.objectContaining({ code: 'unavailable' }) },
  ]);
  expect(outcomes[2]).toMatchObject({ status: 'fulfilled' });
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(await database.query('select 5 as five')).toEqual([{ five: 5 }]);
});
