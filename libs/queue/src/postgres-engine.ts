import { describeDatabaseUrl } from '@yuexin/config';
import { createPostgresBackend, withBackend, type JobType, type PgPool } from 'bullmq';
import { createQueuePool } from './postgres-connection.ts';
import { hasPostgresMarker, setPostgresMarker } from './postgres-marker.ts';
import { postgresSchemaProblem } from './postgres-schema-problem.ts';
import { queueOptions, workerOptions, type QueueEngine } from './queue-engine.ts';
import { queueNameOf } from './queue-key.ts';

export type PostgresEngineOptions = {
  url: string;
  prefix: string | null;
  /** Connections for queries; each consumer adds one, on which it listens. */
  poolMax: number;
  onError: (error: Error) => void;
};

const backend = withBackend(createPostgresBackend);

class PostgresPushQueue extends backend.Queue {
  /** BullMQ calls what waits in a paused queue `paused` here, and `waiting` on Redis; the board knows `waiting` only. */
  override async getJobCounts(...types: JobType[]): Promise<Record<string, number>> {
    const counts = await super.getJobCounts(...types);
    if (!('waiting' in counts)) return counts;
    const withoutPriority = await this.getCountsPerPriority([0]);
    return { ...counts, waiting: withoutPriority['0'] ?? 0 };
  }
}

export function createPostgresEngine(options: PostgresEngineOptions): QueueEngine {
  const pool = createQueuePool(options);
  // BullMQ's own description of a pool, narrower than pg's many overloads.
  const connection = pool as PgPool;
  // This backend has no key prefix, so that the queue's name carries it.
  const nameOf = (key: string) =>
    `${options.prefix === null ? '' : `${options.prefix}.`}${queueNameOf(key)}`;
  return {
    kind: 'postgres',
    description: describeDatabaseUrl(options.url),
    check: () => postgresSchemaProblem(pool),
    openQueue: (key) => new PostgresPushQueue(nameOf(key), { connection, ...queueOptions }),
    openWorker: (key, processor, choice) => {
      pool.options.max += 1;
      const worker = new backend.Worker(nameOf(key), processor, {
        connection,
        ...workerOptions(choice),
      });
      worker.once('closed', () => (pool.options.max -= 1));
      return worker;
    },
    findMissing: async (appId, jobIds) => {
      const { rows } = await pool.query<{ id: string }>(
        `select a.id from unnest($2::text[]) as a(id)
         where not exists (select 1 from job j where j.queue = $1 and j.id = a.id)`,
        [nameOf(appId), jobIds],
      );
      return rows.map(({ id }) => id);
    },
    hasMarker: (appId) => hasPostgresMarker(pool, nameOf(appId)),
    setMarker: (appId, isNoteNeeded) => setPostgresMarker(pool, nameOf(appId), isNoteNeeded),
    close: () => pool.end(),
  };
}
