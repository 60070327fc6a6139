// The bare limit on BullMQ's PostgreSQL backend. Its commits do not wait for the disk, as those of Yuexin's own queue do not.
import { createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import { createBareSender } from '../bare-sender.mjs';
import { serve } from '../serve.mjs';
import { sendMessage } from '../wechat.mjs';

const schema = 'bullmq';
const url = process.env.DATABASE_URL;

const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` });
await client.connect();
await runMigrations(client, schema);
await client.end();

const pool = new pg.Pool({
  connectionString: url,
  max: 21,
  options: `-c search_path=${schema} -c synchronous_commit=off`,
  keepAlive: true,
});
const backend = withBackend(createPostgresBackend);
const options = { connection: pool, streams: { events: { maxLen: 100 } } };
const queue = new backend.Queue('push', options);
const worker = new backend.Worker('push', ({ data }) => sendMessage(data), {
  connection: pool,
  autorun: false,
  concurrency: Number(process.env.CONCURRENCY),
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
});

serve(createBareSender({ queue, worker }));
