// BullMQ as its documentation advises for production: one connection, completed jobs removed, concurrency for I/O, and the outcome
// stored by the handler.
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createBareSender } from '../bare-sender.mjs';
import { createOutcomes, recordOutcome } from '../outcomes.mjs';
import { serve } from '../serve.mjs';
import { sendMessage } from '../wechat.mjs';

const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
const options = { connection, prefix: 'bullmq-peer' };
const queue = new Queue('push', {
  ...options,
  defaultJobOptions: { attempts: 5, backoff: { type: 'exponential', delay: 1000 } },
});
const handle = async ({ data }) => recordOutcome(data, await sendMessage(data)).then(() => null);
const worker = new Worker('push', handle, {
  ...options,
  autorun: false,
  concurrency: Number(process.env.CONCURRENCY),
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 1000 },
});
const sender = createBareSender({ queue, worker });

serve({
  ...sender,
  async open() {
    await createOutcomes();
    await sender.open();
  },
  async rest() {
    await queue.pause();
    while ((await queue.getActiveCount()) > 0)
      await new Promise((resume) => setTimeout(resume, 20));
  },
});
