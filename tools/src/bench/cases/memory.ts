import { defineCase, type CaseStage, type Contender } from '../bench-case.ts';
import { describeGrowth, type Growth } from '../memory/describe-growth.ts';
import { watchMemory } from '../memory/watch-memory.ts';
import { readRedisInfo } from '../servers/ask-redis.ts';
import { acceptPushes } from '../yuexin/accept-pushes.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';

const LIMIT_MB = 200;
/** Flat, as far as a garbage collector is. */
const FLAT = 1.1;
const BYTES_PER_MB = 2 ** 20;
const LIMIT_MS = 1_800_000;

type Load = { api: Growth; worker: Growth; redisBefore: number; redisAfter: number };

export const memory = defineCase({
  name: 'memory',
  title: 'Resident memory of api and worker, and memory of Redis, over 200,000 pushes at full load',
  unit: 'MB',
  digits: 1,
  comparisons: [
    { name: 'api', of: 'api, peak', against: LIMIT_MB, atMost: 1 },
    { name: 'worker', of: 'worker, peak', against: LIMIT_MB, atMost: 1 },
    { name: 'api stays flat', of: 'api, late', against: 'api, early', atMost: FLAT },
    { name: 'worker stays flat', of: 'worker, late', against: 'worker, early', atMost: FLAT },
    { name: 'Redis does not grow', of: 'Redis, after', against: 'Redis, before', atMost: FLAT },
  ],
  sizes: {
    full: { pushes: 200_000, chunk: 5_000 },
    quick: { pushes: 1_500, chunk: 250 },
  },
  isQuick: false,
  // Minutes long, and its figures are peaks already.
  roundsMax: 1,
  async open(stage, size) {
    const yuexin = await openYuexin(stage, { name: 'memory' });
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.chunk });
    return { contenders: createReaders(stage, yuexin, size), close: yuexin.stop };
  },
});

/** The first of them carries the load; the others tell what else it showed. */
function createReaders(
  stage: CaseStage,
  yuexin: Yuexin,
  size: { pushes: number; chunk: number },
): Contender[] {
  let load: Load | null = null;
  const told = (read: (load: Load) => number) => () => {
    if (load === null) throw new Error('There was no load yet.');
    return Promise.resolve({ figure: read(load) });
  };
  const rest = (name: string, read: (load: Load) => number): Contender => ({
    name,
    warmUp: () => Promise.resolve(),
    measure: told(read),
  });
  return [
    {
      name: 'api, peak',
      async warmUp() {
        await carry(stage, yuexin, { ...size, pushes: 2 * size.chunk });
      },
      async measure() {
        load = await carry(stage, yuexin, size);
        return { figure: load.api.peak };
      },
    },
    rest('worker, peak', ({ worker }) => worker.peak),
    rest('api, early', ({ api }) => api.early),
    rest('api, late', ({ api }) => api.late),
    rest('worker, early', ({ worker }) => worker.early),
    rest('worker, late', ({ worker }) => worker.late),
    rest('Redis, before', ({ redisBefore }) => redisBefore),
    rest('Redis, after', ({ redisAfter }) => redisAfter),
  ];
}

/** Accepts as fast as it sends: the next chunk comes when the last one has gone out, with events coming in for each. */
async function carry(
  stage: CaseStage,
  yuexin: Yuexin,
  { pushes, chunk }: { pushes: number; chunk: number },
): Promise<Load> {
  const { upstream, redisUrl } = stage.servers;
  const { sql, apiUrl, callerKey: key, appIds, api, workers } = yuexin;
  const [appId] = appIds;
  const [worker] = workers;
  if (worker === undefined) throw new Error('There is no worker to watch.');
  const readRedisMb = async (): Promise<number> =>
    Number(await readRedisInfo(redisUrl, 'used_memory')) / BYTES_PER_MB;
  await upstream.configure({ delayMs: 0, events: yuexin.events });
  await upstream.reset();
  const redisBefore = await readRedisMb();
  const watches = [watchMemory(api.pid), watchMemory(worker.pid)] as const;
  for (let done = 0; done < pushes; done += chunk) {
    const count = Math.min(chunk, pushes - done);
    await seedGrants({ sql, appId, count });
    await acceptPushes({ apiUrl, key, appId, count });
    // Half of the last chunk is still going out while the next comes in.
    await upstream.waitForSends(done + Math.ceil(count / 2), LIMIT_MS);
  }
  await upstream.waitFor(pushes, LIMIT_MS);
  await waitUntilSettled(sql);
  for (const watch of watches) watch.stop();
  const [ofApi, ofWorker] = watches;
  return {
    api: describeGrowth(ofApi.readings()),
    worker: describeGrowth(ofWorker.readings()),
    redisBefore,
    redisAfter: await readRedisMb(),
  };
}
