import { defineCase } from '../bench-case.ts';
import { openPeer, type Peer } from '../peers/peer-contender.ts';
import { closeAll } from '../processes/close-all.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const CONCURRENCY = 100;
const peers = [
  { name: 'BullMQ', entry: 'bullmq/process.mjs' },
  { name: 'bee-queue', entry: 'bee-queue/process.mjs' },
  { name: 'graphile-worker', entry: 'graphile-worker/process.mjs' },
  { name: 'pg-boss', entry: 'pg-boss/process.mjs' },
] as const;

export const peerSenders = defineCase({
  name: 'peers',
  title: 'Peers doing the same: take from the queue, send, record the outcome in PostgreSQL',
  unit: 'pushes/s',
  digits: 0,
  comparisons: peers.map(({ name }) => ({
    ...{ name, of: 'Yuexin', against: name },
    isTold: true as const,
  })),
  sizes: {
    full: { pushes: 20_000, warmUpPushes: 5_000 },
    quick: { pushes: 400, warmUpPushes: 200 },
  },
  isQuick: false,
  async open(stage, size) {
    const run = { ...size, delayMs: 0, limitMs: 300_000 };
    const yuexin = await openYuexin(stage, { name: 'peers' });
    const { servers } = stage;
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.pushes });
    const opened: Peer[] = [];
    for (const { name, entry } of peers) {
      const common = { stage, run, concurrency: CONCURRENCY, hasDatabase: true };
      opened.push(await openPeer({ ...common, name, entry }));
    }
    // The peers hear of no delivery, so that Yuexin does not here either.
    const ours = createSendContender({ name: 'Yuexin', yuexin, servers, run, hasEvents: false });
    return {
      contenders: [ours, ...opened],
      close: () => closeAll(...opened.map((peer) => peer.close), yuexin.stop),
    };
  },
});
