import { defineCase, type CaseStage, type Contender, type Measurement } from '../bench-case.ts';
import { keepPace } from '../load/keep-pace.ts';
import { openPeer, type Peer } from '../peers/peer-contender.ts';
import { closeAll } from '../processes/close-all.ts';
import type { UpstreamReading } from '../upstream/create-upstream.ts';
import { monotonicMs } from '../upstream/send-tally.ts';
import { pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';

const CONCURRENCY = 100;
const PER_SECOND = 200;
const LIMIT_MS = 60_000;
const BARE = 'bare BullMQ, add to handler';

export const pickupLatency = defineCase({
  name: 'pickup-latency',
  title: 'From the request to the upstream, p99, at 200 pushes a second',
  unit: 'ms',
  digits: 1,
  comparisons: [{ name: 'bare add to handler', of: 'Yuexin', against: BARE, atMost: 3 }],
  sizes: { full: { pushes: 4_000 }, quick: { pushes: 100 } },
  isQuick: false,
  async open(stage, { pushes }) {
    const yuexin = await openYuexin(stage, { name: 'pickup' });
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: pushes });
    const peer = {
      ...{ stage, concurrency: CONCURRENCY, hasDatabase: false, entry: 'bare/process.mjs' },
      run: { pushes, warmUpPushes: 0, delayMs: 0, limitMs: LIMIT_MS },
    };
    const handler = await openPeer({ ...peer, name: BARE });
    // Adds in a process apart, as Yuexin's api is one.
    const adder = await openPeer({ ...peer, name: 'bare adder' });
    return {
      contenders: [ofYuexin(stage, yuexin, pushes), ofBare({ stage, handler, adder, pushes })],
      close: () => closeAll(adder.close, handler.close, yuexin.stop),
    };
  },
});

function ofYuexin({ servers }: CaseStage, yuexin: Yuexin, pushes: number): Contender {
  const [appId] = yuexin.appIds;
  const { upstream } = servers;
  const poster = createPoster({ apiUrl: yuexin.apiUrl, connections: 64 });
  const measure = async (): Promise<Measurement> => {
    await seedGrants({ sql: yuexin.sql, appId, count: pushes });
    await upstream.configure({ delayMs: 0, events: yuexin.events });
    await upstream.reset();
    await keepPace({
      ...{ perSecond: PER_SECOND, count: pushes },
      once: async (index) => {
        const push = pushOf(appId, index, monotonicMs());
        await poster.post('/v1/pushes', yuexin.callerKey, push);
      },
    });
    const reading = await upstream.waitFor(pushes, LIMIT_MS);
    await waitUntilSettled(yuexin.sql);
    return measurementOf(reading);
  };
  const warmUp = async (): Promise<void> => {
    await measure();
  };
  return { name: 'Yuexin', warmUp, measure };
}

function ofBare(input: {
  stage: CaseStage;
  handler: Peer;
  adder: Peer;
  pushes: number;
}): Contender {
  const { handler, adder, pushes } = input;
  const { upstream } = input.stage.servers;
  const measure = async (): Promise<Measurement> => {
    await upstream.configure({ delayMs: 0, events: null });
    await upstream.reset();
    await adder.process.call('pace', pushes, PER_SECOND);
    return measurementOf(await upstream.waitFor(pushes, LIMIT_MS));
  };
  return {
    name: BARE,
    async warmUp() {
      await handler.process.call('open');
      await handler.process.call('start');
      await measure();
    },
    measure,
  };
}

const measurementOf = ({ all }: UpstreamReading): Measurement => ({
  figure: all.delay.p99Ms,
  details: { p50Ms: all.delay.p50Ms, maxMs: all.delay.maxMs },
});
