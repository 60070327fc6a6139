import { defineCase, type CaseStage, type Contender } from '../bench-case.ts';
import { repeatAtOnce } from '../load/repeat-at-once.ts';
import { pushOf } from '../yuexin/accept-pushes.ts';
import { createPatientPoster } from '../yuexin/create-patient-poster.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { countSent, waitUntilSettled } from '../yuexin/wait-until-settled.ts';

const BATCH = 1_000;
const AT_ONCE = 4;
const LIMIT_MS = 600_000;

export const burst = defineCase({
  name: 'burst',
  title: 'A burst of 100,000 pushes through batch accept, the worker sending meanwhile',
  unit: 's',
  digits: 1,
  comparisons: [{ name: 'accepted within a minute', of: 'Yuexin', against: 60, atMost: 1 }],
  sizes: { full: { pushes: 100_000 }, quick: { pushes: 3_000 } },
  isQuick: false,
  roundsMax: 3,
  async open(stage, { pushes }) {
    const yuexin = await openYuexin(stage, { name: 'burst' });
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: pushes });
    return { contenders: [createBurst(stage, yuexin, pushes)], close: yuexin.stop };
  },
});

/** The figure is when the last was accepted; every one of them must be sent in the end, once. */
function createBurst({ servers }: CaseStage, yuexin: Yuexin, pushes: number): Contender {
  const { upstream } = servers;
  const { sql, apiUrl, callerKey: key, appIds } = yuexin;
  const [appId] = appIds;
  const carry = async (count: number) => {
    const poster = createPatientPoster({ apiUrl, key, connections: AT_ONCE });
    await seedGrants({ sql, appId, count });
    await upstream.configure({ delayMs: 0, events: yuexin.events });
    await upstream.reset();
    const sinceMs = Date.now();
    const { tookMs } = await repeatAtOnce({
      ...{ count: Math.ceil(count / BATCH), atOnce: AT_ONCE },
      once: async (batch) => {
        const size = Math.min(BATCH, count - batch * BATCH);
        const users = Array.from({ length: size }, (_, index) => batch * BATCH + index);
        await poster.postBatch(users.map((user) => pushOf(appId, user)));
      },
    });
    poster.close();
    await upstream.waitFor(count, LIMIT_MS);
    const sentMs = Date.now() - sinceMs;
    await waitUntilSettled(sql);
    const { sent } = await countSent(sql, sinceMs);
    const { all } = await upstream.read();
    if (sent !== count || all.count !== count) {
      throw new Error(
        `Of ${String(count)} pushes ${String(sent)} were sent, by ${String(all.count)} calls.`,
      );
    }
    const details = { shed: poster.shed(), allSentAfterS: sentMs / 1_000 };
    return { figure: tookMs / 1_000, details };
  };
  return {
    name: 'Yuexin',
    async warmUp() {
      await carry(Math.ceil(pushes / 20));
    },
    measure: () => carry(pushes),
  };
}
