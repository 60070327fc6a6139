import { defineCase } from '../bench-case.ts';
import { openPeer } from '../peers/peer-contender.ts';
import { closeAll } from '../processes/close-all.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

/** What one worker takes on as it ships, and so what its rivals take on. */
const CONCURRENCY = 100;

export const sendPipeline = defineCase({
  name: 'send-pipeline',
  title: 'Send pipeline, one worker, fast upstream, sent events coming in for each',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [
    { name: 'bare limit', of: 'Yuexin', against: 'bare BullMQ + undici', atLeast: 0.75, aim: 0.9 },
    { name: 'naive sender', of: 'Yuexin', against: 'naive sender', atLeast: 5, aim: 7 },
  ],
  sizes: {
    full: { pushes: 20_000, warmUpPushes: 5_000 },
    quick: { pushes: 400, warmUpPushes: 200 },
  },
  isQuick: true,
  async open(stage, size) {
    const run = { ...size, delayMs: 0, limitMs: 300_000 };
    const yuexin = await openYuexin(stage, { name: 'send' });
    const { servers } = stage;
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.pushes });
    const common = { stage, concurrency: CONCURRENCY, run };
    const bare = await openPeer({
      ...common,
      name: 'bare BullMQ + undici',
      entry: 'bare/process.mjs',
      hasDatabase: false,
    });
    const naive = await openPeer({
      ...common,
      name: 'naive sender',
      entry: 'naive-typeorm/process.mjs',
      hasDatabase: true,
    });
    const ours = createSendContender({ name: 'Yuexin', yuexin, servers, run, hasEvents: true });
    return {
      contenders: [ours, bare, naive],
      close: () => closeAll(naive.close, bare.close, yuexin.stop),
    };
  },
});
