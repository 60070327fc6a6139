import { defineCase } from '../bench-case.ts';
import { openPeer } from '../peers/peer-contender.ts';
import { closeAll } from '../processes/close-all.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const CONCURRENCY = 100;
const BARE = 'bare BullMQ on PostgreSQL';

export const postgresQueue = defineCase({
  name: 'postgres-queue',
  title: 'PostgreSQL only: the send pipeline without Redis, sent events coming in for each',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [{ name: 'bare limit', of: 'Yuexin', against: BARE, atLeast: 0.7 }],
  sizes: {
    full: { pushes: 10_000, warmUpPushes: 2_000 },
    quick: { pushes: 400, warmUpPushes: 200 },
  },
  isQuick: false,
  async open(stage, size) {
    const run = { ...size, delayMs: 0, limitMs: 300_000 };
    const yuexin = await openYuexin(stage, { name: 'pgqueue', queue: 'postgres' });
    const { servers } = stage;
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.pushes });
    const ours = createSendContender({ name: 'Yuexin', yuexin, servers, run, hasEvents: true });
    const bare = await openPeer({
      ...{ stage, run, name: BARE, entry: 'bare-postgres/process.mjs', concurrency: CONCURRENCY },
      hasDatabase: true,
      keepsOutcomes: false,
    });
    return { contenders: [ours, bare], close: () => closeAll(bare.close, yuexin.stop) };
  },
});
