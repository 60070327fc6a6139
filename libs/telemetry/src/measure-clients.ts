import type { Metrics } from './create-metrics.ts';

/** What a connection pool holds at this moment. */
export type PoolUse = {
  open: number;
  idle: number;
  /** Statements that wait for a connection. */
  waiting: number;
  max: number;
};

/** Gauges of what a process holds on to: its connections to PostgreSQL, and whether its queue answers. Call once a process. */
export function measureClients(deps: {
  metrics: Pick<Metrics, 'gauge' | 'beforeRender'>;
  database: () => PoolUse;
  isQueueAvailable: () => boolean;
}): void {
  const { metrics, database, isQueueAvailable } = deps;
  const connections = metrics.gauge({
    name: 'database_connections',
    help: 'Connections of this process to PostgreSQL: busy with a statement, or idle.',
    labels: ['state'],
  });
  const limit = metrics.gauge({
    name: 'database_connections_limit',
    help: 'Connections that this process may open (DATABASE_POOL_MAX).',
  });
  const waiting = metrics.gauge({
    name: 'database_statements_waiting',
    help: 'Statements of this process that wait for a connection.',
  });
  const queue = metrics.gauge({
    name: 'queue_available',
    help: 'Whether the queue answers this process: 1, or 0.',
  });
  metrics.beforeRender(() => {
    const pool = database();
    connections.set({ state: 'busy' }, pool.open - pool.idle);
    connections.set({ state: 'idle' }, pool.idle);
    limit.set(pool.max);
    waiting.set(pool.waiting);
    queue.set(isQueueAvailable() ? 1 : 0);
  });
}
