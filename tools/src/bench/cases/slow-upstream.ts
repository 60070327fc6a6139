import { defineCase } from '../bench-case.ts';
import { openPeer } from '../peers/peer-contender.ts';
import { closeAll } from '../processes/close-all.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const CONCURRENCY = 200;
const DELAY_MS = 100;
/** Nobody can do more: concurrency over latency. */
const BOUND_PER_SECOND = (CONCURRENCY * 1_000) / DELAY_MS;

export const slowUpstream = defineCase({
  name: 'slow-upstream',
  title: 'Send pipeline, one worker, upstream of 100 ms, concurrency 200',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [
    { name: 'concurrency / latency', of: 'Yuexin', against: BOUND_PER_SECOND, atLeast: 0.95 },
    { name: 'bare limit', of: 'Yuexin', against: 'bare BullMQ + undici', isTold: true },
  ],
  sizes: {
    full: { pushes: 20_000, warmUpPushes: 5_000 },
    quick: { pushes: 1_000, warmUpPushes: 400 },
  },
  isQuick: false,
  async open(stage, size) {
    const run = { ...size, delayMs: DELAY_MS, limitMs: 300_000, atOnce: CONCURRENCY };
    const env = { WORKER_CONCURRENCY: String(CONCURRENCY) };
    const yuexin = await openYuexin(stage, { name: 'slow', env });
    const { servers } = stage;
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.pushes });
    const ours = createSendContender({ name: 'Yuexin', yuexin, servers, run, hasEvents: true });
    const bare = await openPeer({
      ...{ stage, run, concurrency: CONCURRENCY, hasDatabase: false },
      name: 'bare BullMQ + undici',
      entry: 'bare/process.mjs',
    });
    return { contenders: [ours, bare], close: () => closeAll(bare.close, yuexin.stop) };
  },
});
