// The bare limit: a BullMQ worker whose handler does the one HTTP call, and nothing else.
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { serve } from '../serve.mjs';
import { messageOf, sendMessage } from '../wechat.mjs';

const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
const options = { connection, prefix: 'bare' };
const queue = new Queue('push', options);
const worker = new Worker('push', ({ data }) => sendMessage(data), {
  ...options,
  autorun: false,
  concurrency: Number(process.env.CONCURRENCY),
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
});

const jobOf = (number) => ({ name: 'send', data: messageOf(number) });

serve({
  async open() {
    await queue.pause();
    worker.run();
  },
  async add(count) {
    for (let first = 0; first < count; first += 1000) {
      const size = Math.min(1000, count - first);
      await queue.addBulk(Array.from({ length: size }, (_, index) => jobOf(first + index)));
    }
  },
  start: () => queue.resume(),
  rest: () => queue.pause(),
});
