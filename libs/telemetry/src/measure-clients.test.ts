import { expect, test } from '@jest/globals';
import { createMetrics } from './create-metrics.ts';
import { measureClients } from './measure-clients.ts';

test('each page tells the connections of its moment, and whether the queue answers', async () => {
  const metrics = createMetrics({ service: 'api' });
  const pool = { open: 5, idle: 2, waiting: 7, max: 10 };
  let isUp = true;
  measureClients({ metrics, database: () => pool, isQueueAvailable: () => isUp });
  const first = await metrics.render();
  expect(first).toContain('database_connections{state="busy",service="api"} 3');
  expect(first).toContain('database_connections{state="idle",service="api"} 2');
  expect(first).toContain('database_connections_limit{service="api"} 10');
  expect(first).toContain('database_statements_waiting{service="api"} 7');
  expect(first).toContain('queue_available{service="api"} 1');
  isUp = false;
  pool.waiting = 0;
  const second = await metrics.render();
  expect(second).toContain('database_statements_waiting{service="api"} 0');
  expect(second).toContain('queue_available{service="api"} 0');
});
