import { defineCase, type Contender, type Measurement } from '../bench-case.ts';
import { quantile } from '../figures/summarise.ts';
import { keepPace } from '../load/keep-pace.ts';
import { pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';

type Size = { seconds: number };

const PER_SECOND = 50;
/** What a caller may ask for in a minute; the loop asks for more as soon as it is answered. */
const LIMIT_PER_MINUTE = 60_000;
const LOOP_AT_ONCE = 16;

export const tightLoop = defineCase<Size>({
  name: 'tight-loop',
  title: 'A caller in a tight loop: p99 of the answers to another caller',
  unit: 'ms',
  digits: 1,
  comparisons: [{ name: 'the other caller', of: 'beside the loop', against: 'alone', atMost: 2 }],
  // Long enough for the loop to meet its limit, which counts by the minute.
  sizes: { full: { seconds: 75 }, quick: { seconds: 3 } },
  isQuick: false,
  roundsMax: 5,
  async open(stage, { seconds }) {
    const yuexin = await openYuexin(stage, { name: 'loop' });
    const [appId] = yuexin.appIds;
    await seedUsers({ sql: yuexin.sql, appId, count: PER_SECOND * seconds });
    await stage.servers.upstream.configure({ delayMs: 0, events: yuexin.events });
    return {
      contenders: [
        createCaller({ yuexin, seconds, name: 'alone', loopKey: null }),
        createCaller({
          ...{ yuexin, seconds, name: 'beside the loop' },
          loopKey: await yuexin.createKey('a tight loop'),
        }),
      ],
      close: yuexin.stop,
    };
  },
});

function createCaller(input: {
  yuexin: Yuexin;
  seconds: number;
  name: string;
  loopKey: string | null;
}): Contender {
  const { yuexin, seconds, name, loopKey } = input;
  const { sql, apiUrl, callerKey: key, appIds } = yuexin;
  const [appId] = appIds;
  const poster = createPoster({ apiUrl, connections: 32 });
  const measure = async (): Promise<Measurement> => {
    const count = PER_SECOND * seconds;
    await seedGrants({ sql, appId, count });
    const loop = loopKey === null ? null : startLoop(yuexin, loopKey);
    const times: number[] = [];
    await keepPace({
      ...{ perSecond: PER_SECOND, count },
      once: async (index) => {
        const startedAt = performance.now();
        await poster.post('/v1/pushes', key, pushOf(appId, index));
        times.push(performance.now() - startedAt);
      },
    });
    const looped = (await loop?.stop()) ?? { asked: 0, shed: 0 };
    // Whoever asks beyond the limit within a minute must be told so.
    if (looped.asked > 2 * LIMIT_PER_MINUTE && looped.shed === 0) {
      throw new Error(`The loop asked ${String(looped.asked)} times and was never shed.`);
    }
    await waitUntilSettled(sql);
    const sorted = times.sort((a, b) => a - b);
    return { figure: quantile(sorted, 0.99), details: { p50Ms: quantile(sorted, 0.5), ...looped } };
  };
  return {
    name,
    async warmUp() {
      await measure();
    },
    measure,
  };
}

type Looped = { asked: number; shed: number };

/** Asks again as soon as it is answered, whatever the answer is: a client whose error handling is a retry without a pause. */
function startLoop({ apiUrl, appIds }: Yuexin, key: string): { stop(): Promise<Looped> } {
  const poster = createPoster({ apiUrl, connections: LOOP_AT_ONCE });
  const looped = { asked: 0, shed: 0 };
  let isOver = false;
  const ask = async (): Promise<void> => {
    while (!isOver) {
      // Of an app that knows the key, but no such user: refused at the door each time.
      const { status } = await poster.try('/v1/pushes', key, pushOf(appIds[0], -1));
      looped.asked += 1;
      if (status === 429) looped.shed += 1;
    }
  };
  const asking = Promise.all(Array.from({ length: LOOP_AT_ONCE }, ask));
  return {
    async stop() {
      isOver = true;
      await asking;
      poster.close();
      return looped;
    },
  };
}
