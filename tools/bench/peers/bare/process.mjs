// The bare limit: a BullMQ worker whose handler does the one HTTP call, and nothing else.
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createBareSender } from '../bare-sender.mjs';
import { serve } from '../serve.mjs';
import { sendMessage } from '../wechat.mjs';

const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
const options = { connection, prefix: 'bare' };
const queue = new Queue('push', { ...options, streams: { events: { maxLen: 100 } } });
const worker = new Worker('push', ({ data }) => sendMessage(data), {
  ...options,
  autorun: false,
  concurrency: Number(process.env.CONCURRENCY),
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
});

serve(createBareSender({ queue, worker }));
