import { defineCase, type CaseStage, type Contender, type Measurement } from '../bench-case.ts';
import { repeatAtOnce } from '../load/repeat-at-once.ts';
import { benchTemplate } from '../upstream/bench-template.ts';
import { acceptPushes } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { logInUsers } from '../yuexin/log-in-users.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';

const AT_ONCE = 64;
/** Runs take turns among this many groups of users, since only five accepts of a user in a minute count. */
const GROUPS = 4;
const LIMIT_MS = 120_000;

export const grantReports = defineCase({
  name: 'grant-reports',
  title: 'Grants posted by mini programs, a parked push released, and sent, by each',
  unit: 'grants/s',
  digits: 0,
  comparisons: [
    { name: 'without parked pushes', of: 'releasing', against: 'nothing parked', atLeast: 0.6 },
  ],
  sizes: { full: { grants: 3_000 }, quick: { grants: 150 } },
  isQuick: false,
  async open(stage, { grants }) {
    const yuexin = await openYuexin(stage, { name: 'grants' });
    // The first groups have parked pushes, the others never do: their grants would be spent by them.
    const users = 2 * GROUPS * grants;
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: users });
    const sessions = await logInUsers(yuexin, users);
    const common = { stage, yuexin, sessions, grants };
    return {
      contenders: [
        createReporter({ ...common, name: 'releasing', firstUser: 0, isParked: true }),
        createReporter({
          ...{ ...common, name: 'nothing parked', isParked: false },
          firstUser: GROUPS * grants,
        }),
      ],
      close: yuexin.stop,
    };
  },
});

function createReporter(input: {
  stage: CaseStage;
  name: string;
  yuexin: Yuexin;
  sessions: readonly string[];
  grants: number;
  firstUser: number;
  isParked: boolean;
}): Contender {
  const { name, yuexin, sessions, grants, isParked } = input;
  const { upstream } = input.stage.servers;
  const { apiUrl, callerKey: key, appIds } = yuexin;
  const poster = createPoster({ apiUrl, connections: AT_ONCE });
  let run = 0;
  const measure = async (): Promise<Measurement> => {
    const first = input.firstUser + (run % GROUPS) * grants;
    run += 1;
    await upstream.configure({ delayMs: 0, events: yuexin.events });
    await upstream.reset();
    if (isParked) {
      const userOf = (index: number): number => first + index;
      await acceptPushes({ apiUrl, key, appId: appIds[0], count: grants, userOf, state: 'parked' });
    }
    let released = 0;
    const { tookMs } = await repeatAtOnce({
      ...{ count: grants, atOnce: AT_ONCE },
      once: async (index) => {
        const results = { [benchTemplate.priTmplId]: 'accept' };
        const body = { requestId: `${String(run)}-${String(index)}`, results };
        const reply = await poster.post('/v1/mp/grants', sessions[first + index] ?? '', body);
        released += (JSON.parse(reply.body.toString('utf8')) as { released: number }).released;
      },
    });
    if (released !== (isParked ? grants : 0)) throw new Error(`${String(released)} were released.`);
    if (isParked) await upstream.waitFor(grants, LIMIT_MS);
    await waitUntilSettled(yuexin.sql);
    return { figure: (grants * 1_000) / tookMs };
  };
  const warmUp = async (): Promise<void> => {
    await measure();
  };
  return { name, warmUp, measure };
}
