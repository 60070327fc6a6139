import path from 'node:path';
import { repoRoot } from '../../local-stack/repo-root.ts';
import { defineCase, type CaseStage, type Contender, type Measurement } from '../bench-case.ts';
import { repeatAtOnce } from '../load/repeat-at-once.ts';
import { closeAll } from '../processes/close-all.ts';
import { startHelperProcess } from '../processes/helper-process.ts';
import { createSingleAcceptContender } from '../yuexin/accept-contender.ts';
import { pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { openYuexin } from '../yuexin/open-yuexin.ts';
import { seedUsers } from '../yuexin/seed-ledger.ts';

const AT_ONCE = 64;
const EXPRESS = 'Express answering 202';

export const singleAccept = defineCase({
  name: 'single-accept',
  title: 'Single accept: auth, validation, idempotency, durable commit, queue; 64 connections',
  unit: 'requests/s',
  digits: 0,
  comparisons: [{ name: 'Express alone', of: 'Yuexin', against: EXPRESS, atLeast: 0.65 }],
  sizes: { full: { pushes: 20_000 }, quick: { pushes: 400 } },
  isQuick: true,
  async open(stage, { pushes }) {
    // Nobody sends meanwhile: what is measured is the door.
    const yuexin = await openYuexin(stage, { name: 'accept', workers: 0 });
    await seedUsers({ sql: yuexin.sql, appId: yuexin.appIds[0], count: pushes });
    const ours = createSingleAcceptContender({
      ...{ name: 'Yuexin', yuexin, pushes, atOnce: AT_ONCE, isSent: false },
    });
    const express = await openExpress(stage, pushes);
    return {
      contenders: [ours, express.contender],
      close: () => closeAll(express.stop, yuexin.stop),
    };
  },
});

async function openExpress(
  stage: CaseStage,
  pushes: number,
): Promise<{ contender: Contender; stop: () => Promise<void> }> {
  const child = startHelperProcess({
    name: 'express',
    entry: path.join(repoRoot, 'tools/bench/peers/express/process.mjs'),
    env: {},
    folder: stage.folder,
  });
  const port = await child.call<number>('listen');
  const apiUrl = `http://127.0.0.1:${String(port)}`;
  const poster = createPoster({ apiUrl, connections: AT_ONCE });
  const measure = async (): Promise<Measurement> => {
    const { tookMs } = await repeatAtOnce({
      ...{ count: pushes, atOnce: AT_ONCE },
      once: async (index) => {
        const key = `Idempotency-Key: ${String(index)}`;
        await poster.post('/v1/pushes', 'yx_none', pushOf('wxbench0000', index), [key]);
      },
    });
    return { figure: (pushes * 1_000) / tookMs };
  };
  const warmUp = async (): Promise<void> => {
    await measure();
  };
  return { contender: { name: EXPRESS, warmUp, measure }, stop: () => child.stop() };
}
