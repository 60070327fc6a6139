import { defineCase } from '../bench-case.ts';
import { closeAll } from '../processes/close-all.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

/** Small enough that four workers wait for the upstream and not for this machine's cores. */
const CONCURRENCY = 25;
const DELAY_MS = 100;

export const moreWorkers = defineCase({
  name: 'more-workers',
  title: 'Four workers held against four times one, upstream of 100 ms, concurrency 25 each',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [
    { name: 'linear', of: 'four workers', against: 'one worker', times: 4, atLeast: 0.9 },
  ],
  sizes: {
    full: { pushes: 5_000, warmUpPushes: 2_000 },
    quick: { pushes: 400, warmUpPushes: 200 },
  },
  isQuick: false,
  async open(stage, size) {
    const env = { WORKER_CONCURRENCY: String(CONCURRENCY) };
    const openOne = async (name: string, workers: number) => {
      const yuexin = await openYuexin(stage, { name: `scale${String(workers)}`, workers, env });
      await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.pushes });
      const run = { ...size, delayMs: DELAY_MS, limitMs: 300_000, atOnce: workers * CONCURRENCY };
      const { servers } = stage;
      const contender = createSendContender({ name, yuexin, servers, run, hasEvents: false });
      return { contender, stop: yuexin.stop };
    };
    const one = await openOne('one worker', 1);
    const four = await openOne('four workers', 4);
    return {
      contenders: [one.contender, four.contender],
      close: () => closeAll(four.stop, one.stop),
    };
  },
});
