import { defineCase, type CaseStage, type Contender } from '../bench-case.ts';
import { seedHistory } from '../history/seed-history.ts';
import { closeAll } from '../processes/close-all.ts';
import { createSingleAcceptContender } from '../yuexin/accept-contender.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { createSendContender } from '../yuexin/send-contender.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

type Size = { history: number; pushes: number; warmUpPushes: number };

const AT_ONCE = 64;

export const longHistory = defineCase<Size>({
  name: 'long-history',
  title: 'Pipeline and accept over 10 million pushes, 10 million grants and 5 million attempts',
  unit: 'pushes/s',
  digits: 0,
  comparisons: [
    { name: 'send', of: 'send, history', against: 'send, empty', atLeast: 0.95 },
    { name: 'accept', of: 'accept, history', against: 'accept, empty', atLeast: 0.95 },
  ],
  sizes: {
    full: { history: 10_000_000, pushes: 20_000, warmUpPushes: 5_000 },
    quick: { history: 20_000, pushes: 400, warmUpPushes: 200 },
  },
  isQuick: false,
  async open(stage, size) {
    const empty = await openOne(stage, { name: 'empty', size, history: 0 });
    const full = await openOne(stage, { name: 'history', size, history: size.history });
    return {
      contenders: [empty.send, full.send, empty.accept, full.accept],
      close: () => closeAll(full.stop, empty.stop),
    };
  },
});

async function openOne(
  stage: CaseStage,
  input: { name: string; size: Size; history: number },
): Promise<{ send: Contender; accept: Contender; stop: () => Promise<void> }> {
  const { name, size, history } = input;
  const yuexin = await openYuexin(stage, { name });
  const [appId] = yuexin.appIds;
  if (history > 0) {
    await seedHistory({ sql: yuexin.sql, appId, pushes: history, say: stage.say });
  }
  await seedUsers({ sql: yuexin.sql, appId, count: size.pushes });
  const { servers } = stage;
  const run = { ...size, delayMs: 0, limitMs: 300_000 };
  return {
    send: createSendContender({
      ...{ yuexin, servers, run, hasEvents: true },
      name: `send, ${name}`,
    }),
    accept: createSingleAcceptContender({
      ...{ yuexin, pushes: size.pushes, atOnce: AT_ONCE, isSent: true },
      name: `accept, ${name}`,
    }),
    stop: yuexin.stop,
  };
}
