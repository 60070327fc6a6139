import type { MiniProgram } from './load/mini-program.ts';
import type { PushCaller } from './load/yuexin-caller.ts';
import { mainApp } from './plan/chaos-apps.ts';
import type { PlannedPush } from './plan/plan-load.ts';

/** People beside the load, for the clean traffic after it: few enough "allow" a minute for each. */
export const SPARE_PEOPLE = 30;

/** One "allow" and one message, of the next spare person by turns. */
export function createTrickle(deps: {
  miniProgram: MiniProgram;
  caller: PushCaller;
  firstSpare: number;
  seed: number;
}): () => Promise<void> {
  const { miniProgram, caller, firstSpare, seed } = deps;
  let turn = 0;
  return async () => {
    turn += 1;
    const user = firstSpare + (turn % SPARE_PEOPLE);
    const templateId = mainApp.templateIds[0] ?? '';
    const what = { app: mainApp, user };
    await miniProgram.tap({
      ...what,
      id: `s${seed}-ct${String(turn)}`,
      templateIds: [templateId],
      isSilent: false,
      reports: 1,
    });
    await caller.push({ ...plain, ...what, templateId, tag: `s${seed}-c${String(turn)}` });
  };
}

const plain: Omit<PlannedPush, 'app' | 'user' | 'templateId' | 'tag'> = {
  address: 'openid',
  priority: null,
  onNoGrant: null,
  onUnconfirmed: null,
  ttlSeconds: null,
  sendAfterMs: null,
  isAskedTwice: false,
  cancelAfterMs: null,
};
