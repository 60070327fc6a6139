import { defineCase, type CaseStage, type Contender } from '../bench-case.ts';
import { repeatAtOnce } from '../load/repeat-at-once.ts';
import { benchTemplate } from '../upstream/bench-template.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { logInUsers } from '../yuexin/log-in-users.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const AT_ONCE = 64;
/** A user may have five accepts of a template counted in a minute. */
const GRANTS_PER_USER = 2;
const SECONDS = 10;

export const grantBurst = defineCase({
  name: 'grant-burst',
  title: '10,000 grants posted by mini programs in 10 s, two of each user',
  unit: 's',
  digits: 1,
  comparisons: [{ name: 'recorded within 10 s', of: 'Yuexin', against: SECONDS, atMost: 1 }],
  sizes: { full: { grants: 10_000 }, quick: { grants: 400 } },
  isQuick: false,
  roundsMax: 3,
  async open(stage, { grants }) {
    const yuexin = await openYuexin(stage, { name: 'gburst' });
    return { contenders: [createTaps(stage, yuexin, grants)], close: yuexin.stop };
  },
});

/** New users in each run; every grant must be in the ledger afterwards, once. */
function createTaps(_stage: CaseStage, yuexin: Yuexin, grants: number): Contender {
  const { sql, apiUrl, appIds } = yuexin;
  const users = grants / GRANTS_PER_USER;
  const poster = createPoster({ apiUrl, connections: AT_ONCE });
  let sessions: readonly string[] = [];
  let run = 0;
  const count = async (): Promise<number> => {
    const { rows } = await sql.query<{ count: number }>(
      "select count(*)::integer as count from grants where state = 'available'",
    );
    return rows[0]?.count ?? 0;
  };
  const carry = async () => {
    const first = (run += 1) * users - users;
    const before = await count();
    const { tookMs } = await repeatAtOnce({
      ...{ count: grants, atOnce: AT_ONCE },
      once: async (index) => {
        const session = sessions[first + (index % users)] ?? '';
        const results = { [benchTemplate.priTmplId]: 'accept' };
        await poster.post('/v1/mp/grants', session, { requestId: String(index), results });
      },
    });
    const recorded = (await count()) - before;
    if (recorded !== grants) throw new Error(`${String(recorded)} of ${String(grants)} are there.`);
    return { figure: tookMs / 1_000 };
  };
  return {
    name: 'Yuexin',
    async warmUp() {
      // For the warm-up and three runs.
      await seedUsers({ sql, appId: appIds[0], count: 4 * users });
      sessions = await logInUsers(yuexin, 4 * users);
      await carry();
    },
    measure: carry,
  };
}
