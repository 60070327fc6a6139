import { defineCase, type Contender } from '../bench-case.ts';
import { closeAll } from '../processes/close-all.ts';
import { openDeadEndpoints, type DeadEndpoints } from '../yuexin/open-dead-endpoints.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const WITHOUT = 'no dead endpoint';
const BESIDE = 'beside 50 dead endpoints';

export const deadEndpoints = defineCase({
  name: 'dead-endpoints',
  title: 'Send pipeline, one worker, beside 50 endpoints that never answer, callbacks due for each',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [{ name: 'no dead endpoint', of: BESIDE, against: WITHOUT, atLeast: 0.95 }],
  sizes: {
    full: { pushes: 20_000, warmUpPushes: 5_000, endpoints: 50, callbacksEach: 200 },
    quick: { pushes: 1_000, warmUpPushes: 400, endpoints: 50, callbacksEach: 20 },
  },
  isQuick: false,
  async open(stage, size) {
    const { pushes, warmUpPushes, endpoints, callbacksEach } = size;
    const run = { pushes, warmUpPushes, delayMs: 0, limitMs: 300_000 };
    const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
    const yuexin = await openYuexin(stage, { name: 'dead', env });
    const dead = await openDeadEndpoints(yuexin, endpoints);
    const { servers } = stage;
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: pushes });
    const common = { yuexin, servers, run, hasEvents: true };
    const prepares = { [WITHOUT]: () => dead.rest(), [BESIDE]: () => dead.trouble(callbacksEach) };
    const contenders = Object.entries(prepares).map(([name, prepare]) =>
      restAfter(createSendContender({ ...common, name, prepare }), dead),
    );
    return { contenders, close: () => closeAll(yuexin.stop, dead.close) };
  },
});

/** What one round leaves is none of the next one's business. */
function restAfter(contender: Contender, dead: DeadEndpoints): Contender {
  return {
    ...contender,
    async measure() {
      const measurement = await contender.measure();
      await dead.rest();
      return measurement;
    },
  };
}
