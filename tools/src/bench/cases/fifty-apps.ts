import { callJson } from '../../local-stack/call-json.ts';
import { defineCase, type CaseStage, type Contender, type Measurement } from '../bench-case.ts';
import { keepPace } from '../load/keep-pace.ts';
import { monotonicMs } from '../upstream/send-tally.ts';
import { pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { countSent, waitUntilSettled } from '../yuexin/wait-until-settled.ts';

type Size = { apps: number; seconds: number };

/** Of each ordinary app; the busy one has a hundred times as many. */
const PER_SECOND = 1;
const BUSIER = 100;
const PAUSED_PUSHES = 50;
const LIMIT_MS = 120_000;

export const fiftyApps = defineCase<Size>({
  name: 'fifty-apps',
  title: 'Fifty apps on one worker, one paused and one 100 times busier: p99 of the others',
  unit: 'ms',
  digits: 1,
  comparisons: [
    { name: 'others', of: 'beside a busy and a paused one', against: 'all alike', atMost: 2 },
  ],
  sizes: { full: { apps: 50, seconds: 30 }, quick: { apps: 5, seconds: 3 } },
  isQuick: false,
  async open(stage, { apps, seconds }) {
    const yuexin = await openYuexin(stage, { name: 'apps', apps });
    const users = BUSIER * PER_SECOND * seconds;
    for (const appId of yuexin.appIds) await seedUsers({ sql: yuexin.sql, appId, count: users });
    const common = { stage, yuexin, seconds };
    return {
      contenders: [
        createLoad({ ...common, name: 'all alike', isUneven: false }),
        createLoad({ ...common, name: 'beside a busy and a paused one', isUneven: true }),
      ],
      close: yuexin.stop,
    };
  },
});

/** The first app is the one that may be busy, the second the one that may be paused; those measured are the others, in both. */
function createLoad(input: {
  stage: CaseStage;
  yuexin: Yuexin;
  name: string;
  seconds: number;
  isUneven: boolean;
}): Contender {
  const { yuexin, name, seconds, isUneven } = input;
  const { upstream } = input.stage.servers;
  const { sql, apiUrl, adminKey, callerKey: key, appIds } = yuexin;
  const [busy, paused = '', ...others] = appIds;
  const poster = createPoster({ apiUrl, connections: 64 });
  const post = async (appId: string, user: number): Promise<void> => {
    await poster.post('/v1/pushes', key, pushOf(appId, user, monotonicMs()));
  };
  const steer = (verb: 'pause' | 'resume'): Promise<unknown> =>
    callJson(`${apiUrl}/v1/apps/${paused}/${verb}`, {
      key: adminKey,
      body: verb === 'pause' ? { reason: 'the benchmark' } : {},
    });
  const measure = async (): Promise<Measurement> => {
    const ofBusy = PER_SECOND * seconds * (isUneven ? BUSIER : 1);
    const ofPaused = isUneven ? PAUSED_PUSHES : 0;
    const each = PER_SECOND * seconds;
    const ofOthers = others.length * each;
    const counts = new Map(others.map((appId) => [appId, each]));
    counts.set(busy, ofBusy).set(paused, ofPaused);
    for (const [appId, count] of counts) await seedGrants({ sql, appId, count });
    await upstream.configure({ delayMs: 0, events: yuexin.events });
    await upstream.reset();
    const sinceMs = Date.now();
    if (isUneven) await steer('pause');
    for (let user = 0; user < ofPaused; user += 1) await post(paused, user);
    const ofApp = (index: number): string => others[index % others.length] ?? '';
    await Promise.all([
      keepPace({
        ...{ perSecond: PER_SECOND * others.length, count: ofOthers },
        once: (index) => post(ofApp(index), Math.floor(index / others.length)),
      }),
      keepPace({
        ...{ perSecond: ofBusy / seconds, count: ofBusy },
        once: (index) => post(busy, index),
      }),
    ]);
    await upstream.waitFor(ofOthers + ofBusy, LIMIT_MS);
    const delay = await upstream.delayOf(others);
    if (isUneven) await steer('resume');
    await upstream.waitFor(ofOthers + ofBusy + ofPaused, LIMIT_MS);
    await waitUntilSettled(sql);
    await requireSent(sql, sinceMs);
    return { figure: delay.p99Ms, details: { p50Ms: delay.p50Ms, maxMs: delay.maxMs } };
  };
  return {
    name,
    async warmUp() {
      await measure();
    },
    measure,
  };
}

async function requireSent(sql: Yuexin['sql'], sinceMs: number): Promise<void> {
  const { accepted, sent } = await countSent(sql, sinceMs);
  if (sent !== accepted)
    throw new Error(`Of ${String(accepted)} pushes ${String(sent)} were sent.`);
}
