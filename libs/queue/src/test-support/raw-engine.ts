import { createPostgresBackend, Queue, withBackend, Worker, type PgPool, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { redisPrefix } from '../redis-engine.ts';
import type { PushQueue } from '../queue-engine.ts';
import { queueNameOf, queueSlotOf } from '../queue-key.ts';

/** BullMQ as it comes, on the same server as the hub: to look behind the hub, and to show why the hub does what it does. */
export type RawEngine = {
  /** The Queue behind the hub's `push-<appId>`, or of its callbacks; pass `name` for one of the test's own. */
  queue(place: RawPlace): RawQueue;
  worker(place: RawPlace, processor: (job: Job) => Promise<unknown>): { close(): Promise<void> };
  /** Rows or entries of the event stream. */
  eventCount(place: RawPlace): Promise<number>;
  /** What is stored for jobs of this queue: keys in Redis, rows in PostgreSQL. */
  storedJobCount(place: RawPlace): Promise<number>;
  close(): Promise<void>;
};

export type RawPlace = { prefix: string; appId: string };
export type RawQueue = PushQueue &
  Pick<Queue, 'getJob' | 'obliterate' | 'getRateLimitTtl' | 'isPaused'>;

const ignore = () => undefined;

function listening<T extends { on(event: 'error', listener: () => void): unknown }>(made: T): T {
  made.on('error', ignore);
  return made;
}

export function createRawRedis(url: string): RawEngine {
  const client = new Redis(url, { maxRetriesPerRequest: null });
  client.on('error', ignore);
  const opened: { close(): Promise<void> }[] = [];
  const optionsOf = ({ prefix, appId }: RawPlace) => ({
    connection: client,
    prefix: redisPrefix(prefix, queueSlotOf(appId)),
    // Else a Queue made only to look would store BullMQ's own cap of the event stream.
    skipMetasUpdate: true,
  });
  const base = (place: RawPlace) =>
    `${redisPrefix(place.prefix, queueSlotOf(place.appId))}:${queueNameOf(place.appId)}`;
  return {
    queue(place) {
      const queue = listening(new Queue(queueNameOf(place.appId), optionsOf(place)));
      opened.push(queue);
      return queue;
    },
    worker(place, processor) {
      const worker = listening(new Worker(queueNameOf(place.appId), processor, optionsOf(place)));
      opened.push(worker);
      return worker;
    },
    eventCount: (place) => client.xlen(`${base(place)}:events`),
    // Job hashes, their locks, logs and dependencies all begin with the id; ids of tests are UUIDs.
    storedJobCount: async (place) => (await client.keys(`${base(place)}:????????-*`)).length,
    async close() {
      for (const each of opened) await each.close();
      client.disconnect();
    },
  };
}

export function createRawPostgres(url: string): RawEngine {
  const pool = new Pool({ connectionString: url, max: 10, options: '-c search_path=bullmq' });
  pool.setMaxListeners(0);
  pool.on('error', ignore);
  const connection = pool as PgPool;
  const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend);
  const opened: { close(): Promise<void> }[] = [];
  const nameOf = ({ prefix, appId }: RawPlace) => `${prefix}.${queueNameOf(appId)}`;
  const count = async (table: 'event' | 'job', place: RawPlace): Promise<number> => {
    const found = await pool.query<{ n: number }>(
      `select count(*)::int as n from ${table} where queue = $1`,
      [nameOf(place)],
    );
    return found.rows[0]!.n;
  };
  return {
    queue(place) {
      const queue = listening(new PgQueue(nameOf(place), { connection, skipMetasUpdate: true }));
      opened.push(queue);
      return queue as RawQueue;
    },
    worker(place, processor) {
      const worker = listening(new PgWorker(nameOf(place), processor, { connection }));
      opened.push(worker);
      return worker;
    },
    eventCount: (place) => count('event', place),
    storedJobCount: (place) => count('job', place),
    async close() {
      for (const each of opened) await each.close();
      await pool.end();
    },
  };
}
