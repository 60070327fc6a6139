import { defineCase, type Contender, type Measurement } from '../bench-case.ts';
import { openPeer, type Peer } from '../peers/peer-contender.ts';
import { closeAll } from '../processes/close-all.ts';
import { createBatchAcceptContender } from '../yuexin/accept-contender.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const BATCH = 100;
const AT_ONCE = 8;
const BARE = 'bare addBulk';

export const batchAccept = defineCase({
  name: 'batch-accept',
  title: 'Batch accept of 100, eight at a time',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [{ name: 'bare addBulk', of: 'Yuexin', against: BARE, atLeast: 0.6 }],
  sizes: { full: { pushes: 50_000 }, quick: { pushes: 1_000 } },
  isQuick: false,
  async open(stage, { pushes }) {
    const yuexin = await openYuexin(stage, { name: 'batch', workers: 0 });
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: pushes });
    const peer = await openPeer({
      ...{ stage, concurrency: 1, hasDatabase: false, name: BARE, entry: 'bare/process.mjs' },
      run: { pushes, warmUpPushes: 0, delayMs: 0, limitMs: 0 },
    });
    const size = { pushes, batchSize: BATCH, atOnce: AT_ONCE };
    return {
      contenders: [
        createBatchAcceptContender({ ...size, name: 'Yuexin', yuexin }),
        addsInBulk(peer, pushes),
      ],
      close: () => closeAll(peer.close, yuexin.stop),
    };
  },
});

/** The same items, batches and calls at a time, straight to Redis. Timed from here, as Yuexin is. */
function addsInBulk(peer: Peer, pushes: number): Contender {
  const measure = async (): Promise<Measurement> => {
    const startedAt = performance.now();
    await peer.process.call('add', pushes, BATCH, AT_ONCE);
    const tookMs = performance.now() - startedAt;
    await peer.process.call('empty');
    return { figure: (pushes * 1_000) / tookMs };
  };
  return {
    name: BARE,
    async warmUp() {
      await measure();
    },
    measure,
  };
}
