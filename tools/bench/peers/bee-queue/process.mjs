// bee-queue with what its documentation says for workers that need no events: none sent, none got, no jobs kept in memory or, once
// done, in Redis; jobs saved in bulk.
import Queue from 'bee-queue';
import { createOutcomes, recordOutcome } from '../outcomes.mjs';
import { serve } from '../serve.mjs';
import { messageOf, sendMessage } from '../wechat.mjs';

const { hostname: host, port } = new URL(process.env.REDIS_URL);
const settings = {
  redis: { host, port: Number(port) },
  getEvents: false,
  sendEvents: false,
  storeJobs: false,
  removeOnSuccess: true,
};
const producer = new Queue('push', { ...settings, isWorker: false });
let consumer = null;

const handle = async ({ data }) => recordOutcome(data, await sendMessage(data)).then(() => null);

serve({
  async open() {
    await createOutcomes();
    await producer.ready();
  },
  async add(count) {
    for (let first = 0; first < count; first += 1000) {
      const size = Math.min(1000, count - first);
      const numbers = Array.from({ length: size }, (_, index) => first + index);
      const jobs = numbers.map((number) => producer.createJob(messageOf(number)).retries(5));
      await producer.saveAll(jobs);
    }
  },
  async start() {
    consumer = new Queue('push', settings);
    await consumer.ready();
    consumer.process(Number(process.env.CONCURRENCY), handle);
  },
  /** Waits for what is in hand. */
  async rest() {
    await consumer.close(30_000);
    consumer = null;
  },
});
