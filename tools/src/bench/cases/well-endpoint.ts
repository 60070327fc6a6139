import { callJson } from '../../local-stack/call-json.ts';
import { defineCase, type Contender, type Measurement } from '../bench-case.ts';
import { quantile } from '../figures/summarise.ts';
import { keepPace } from '../load/keep-pace.ts';
import { openReceiver, type Receiver } from '../load/open-receiver.ts';
import { closeAll } from '../processes/close-all.ts';
import { monotonicMs } from '../upstream/send-tally.ts';
import type { Upstream } from '../upstream/open-upstream.ts';
import { pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { openDeadEndpoints } from '../yuexin/open-dead-endpoints.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';

const WITHOUT = 'alone';
const BESIDE = 'beside 50 dead endpoints';
const PER_SECOND = 50;
const LIMIT_MS = 60_000;

export const wellEndpoint = defineCase({
  name: 'well-endpoint',
  title: 'From the request of a push to its callback, p99, at 50 pushes a second',
  unit: 'ms',
  digits: 0,
  comparisons: [{ name: 'alone', of: BESIDE, against: WITHOUT, atMost: 2 }],
  sizes: {
    full: { pushes: 1_500, warmUpPushes: 300, endpoints: 50, callbacksEach: 200 },
    quick: { pushes: 150, warmUpPushes: 50, endpoints: 50, callbacksEach: 20 },
  },
  isQuick: false,
  async open(stage, { pushes, warmUpPushes, endpoints, callbacksEach }) {
    const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
    const yuexin = await openYuexin(stage, { name: 'well', env });
    const { apiUrl, sql, appIds, callerKey: key } = yuexin;
    const receiver = await openReceiver();
    const body = { url: receiver.url, events: ['push.sent'] };
    await callJson(`${apiUrl}/v1/webhook-endpoints`, { key, body });
    const dead = await openDeadEndpoints(yuexin, endpoints);
    await seedUsers({ sql, appId: appIds[0], count: pushes });
    const common = { yuexin, receiver, upstream: stage.servers.upstream, pushes, warmUpPushes };
    const contenders = [
      createTold({ ...common, name: WITHOUT, prepare: () => dead.rest() }),
      createTold({ ...common, name: BESIDE, prepare: () => dead.trouble(callbacksEach) }),
    ];
    return { contenders, close: () => closeAll(yuexin.stop, dead.close, receiver.close) };
  },
});

function createTold(input: {
  name: string;
  yuexin: Yuexin;
  receiver: Receiver;
  upstream: Upstream;
  pushes: number;
  warmUpPushes: number;
  prepare: () => Promise<void>;
}): Contender {
  const { name, yuexin, receiver, upstream, prepare } = input;
  const [appId] = yuexin.appIds;
  const poster = createPoster({ apiUrl: yuexin.apiUrl, connections: 32 });
  const measure = async (pushes: number): Promise<Measurement> => {
    await seedGrants({ sql: yuexin.sql, appId, count: pushes });
    await upstream.configure({ delayMs: 0, events: yuexin.events });
    await upstream.reset();
    receiver.reset();
    await prepare();
    await keepPace({
      ...{ perSecond: PER_SECOND, count: pushes },
      once: async (index) => {
        const push = pushOf(appId, index, monotonicMs());
        await poster.post('/v1/pushes', yuexin.callerKey, push);
      },
    });
    const delays = (await receiver.delays(pushes, LIMIT_MS)).toSorted((a, b) => a - b);
    await waitUntilSettled(yuexin.sql);
    if (receiver.heard() !== pushes)
      throw new Error(`For ${String(pushes)} pushes ${String(receiver.heard())} callbacks came.`);
    return {
      figure: quantile(delays, 0.99),
      details: { p50Ms: quantile(delays, 0.5), maxMs: quantile(delays, 1) },
    };
  };
  return {
    name,
    async warmUp() {
      await measure(input.warmUpPushes);
    },
    measure: () => measure(input.pushes),
  };
}
