// graphile-worker with the batching that its page on performance recommends: a local queue, completions in batches.
import { makeWorkerUtils, run } from 'graphile-worker';
import { createOutcomes, recordOutcome } from '../outcomes.mjs';
import { serve } from '../serve.mjs';
import { messageOf, sendMessage } from '../wechat.mjs';

const concurrentJobs = Number(process.env.CONCURRENCY);
const preset = {
  worker: {
    connectionString: process.env.DATABASE_URL,
    concurrentJobs,
    maxPoolSize: 25,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
};
const taskList = {
  send: async (message) => void (await recordOutcome(message, await sendMessage(message))),
};
let utils;
let runner = null;

serve({
  async open() {
    await createOutcomes();
    utils = await makeWorkerUtils({ preset });
    await utils.migrate();
  },
  async add(count) {
    for (let first = 0; first < count; first += 1000) {
      const size = Math.min(1000, count - first);
      const numbers = Array.from({ length: size }, (_, index) => first + index);
      await utils.addJobs(
        numbers.map((number) => ({ identifier: 'send', payload: messageOf(number) })),
      );
    }
  },
  async start() {
    runner = await run({ preset, taskList, noHandleSignals: true });
  },
  async rest() {
    await runner.stop();
    runner = null;
  },
});
