// pg-boss 10, the newest that runs on Node.js 20. It polls twice a second at most, so that its documentation advises batches for
// volume: two workers of 500 jobs each, sent side by side, their outcomes stored in one statement.
import PgBoss from 'pg-boss';
import { createOutcomes, recordOutcomes } from '../outcomes.mjs';
import { serve } from '../serve.mjs';
import { messageOf, sendMessage } from '../wechat.mjs';

const boss = new PgBoss({ connectionString: process.env.DATABASE_URL, max: 20 });
boss.on('error', (error) => console.error(error));
const WORKERS = 2;
const options = { batchSize: 500, pollingIntervalSeconds: 0.5 };

const handle = async (jobs) => {
  const sent = await Promise.all(
    jobs.map(async ({ data }) => ({ message: data, outcome: await sendMessage(data) })),
  );
  await recordOutcomes(sent);
};

serve({
  async open() {
    await createOutcomes();
    await boss.start();
    await boss.createQueue('push');
  },
  async add(count) {
    for (let first = 0; first < count; first += 1000) {
      const size = Math.min(1000, count - first);
      const numbers = Array.from({ length: size }, (_, index) => first + index);
      await boss.insert(numbers.map((number) => ({ name: 'push', data: messageOf(number) })));
    }
  },
  async start() {
    for (let worker = 0; worker < WORKERS; worker += 1) await boss.work('push', options, handle);
  },
  /** Waits for what is in hand. */
  rest: () => boss.offWork('push', { wait: true }),
});
