import { defineCase, type CaseStage, type Contender, type Measurement } from '../bench-case.ts';
import { keepPace } from '../load/keep-pace.ts';
import { monotonicMs } from '../upstream/send-tally.ts';
import { acceptPushes, pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';

type Size = { hotPushes: number; others: number };

const PER_SECOND = 50;
const LIMIT_MS = 1_800_000;

export const hotUser = defineCase<Size>({
  name: 'hot-user',
  title: 'One user with 500 pushes of one template beside others: p99 of the others',
  unit: 'ms',
  digits: 1,
  comparisons: [
    { name: 'others are not starved', of: 'beside a hot user', against: 'others alone', atMost: 2 },
  ],
  sizes: { full: { hotPushes: 500, others: 1_000 }, quick: { hotPushes: 8, others: 100 } },
  isQuick: false,
  roundsMax: 5,
  async open(stage, size) {
    const yuexin = await openYuexin(stage, { name: 'hot' });
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: size.others + 1 });
    return {
      contenders: [
        createLoad({ stage, yuexin, name: 'others alone', ...size, hotPushes: 0 }),
        createLoad({ stage, yuexin, name: 'beside a hot user', ...size }),
      ],
      close: yuexin.stop,
    };
  },
});

/** The others' pushes are stamped, and only they; the hot user's are all there first. All must go out. */
function createLoad(input: Size & { stage: CaseStage; yuexin: Yuexin; name: string }): Contender {
  const { yuexin, name, hotPushes, others } = input;
  const { upstream } = input.stage.servers;
  const { sql, apiUrl, callerKey: key, appIds } = yuexin;
  const [appId] = appIds;
  const poster = createPoster({ apiUrl, connections: 32 });
  const measure = async (): Promise<Measurement> => {
    await seedGrants({ sql, appId, count: others });
    await seedGrants({ sql, appId, count: 1, first: others, each: hotPushes });
    await upstream.configure({ delayMs: 0, events: yuexin.events });
    await upstream.reset();
    await acceptPushes({ apiUrl, key, appId, count: hotPushes, userOf: () => others });
    await keepPace({
      ...{ perSecond: PER_SECOND, count: others },
      once: async (index) => {
        await poster.post('/v1/pushes', key, pushOf(appId, index, monotonicMs()));
      },
    });
    const { all } = await upstream.waitFor(others + hotPushes, LIMIT_MS);
    await waitUntilSettled(sql);
    const details = { allSentAfterS: (all.lastAtMs - all.firstAtMs) / 1_000 };
    return { figure: all.delay.p99Ms, details };
  };
  return {
    name,
    async warmUp() {
      await measure();
    },
    measure,
  };
}
