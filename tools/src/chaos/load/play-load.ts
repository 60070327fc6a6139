import { setTimeout as delay } from 'node:timers/promises';
import type { Operation } from '../plan/plan-load.ts';
import type { MiniProgram } from './mini-program.ts';
import type { PushCaller } from './yuexin-caller.ts';

/** Begins every operation at its time, whatever became of those before; resolves when all are answered or given up. */
export async function playLoad(input: {
  plan: readonly Operation[];
  startAt: number;
  miniProgram: MiniProgram;
  caller: PushCaller;
}): Promise<void> {
  const { plan, startAt } = input;
  const underWay: Promise<void>[] = [];
  for (const operation of plan) {
    const waitMs = startAt + operation.atMs - Date.now();
    if (waitMs > 0) await delay(waitMs);
    const answered = begin(input, operation);
    // Heard below; when the run is broken off meanwhile, its own reason is the one to tell.
    answered.catch(() => undefined);
    underWay.push(answered);
  }
  await Promise.all(underWay);
}

function begin(
  deps: { miniProgram: MiniProgram; caller: PushCaller },
  operation: Operation,
): Promise<void> {
  const { miniProgram, caller } = deps;
  switch (operation.kind) {
    case 'tap':
      return miniProgram.tap(operation.tap);
    case 'push':
      return caller.push(operation.push);
    case 'batch':
      return caller.batch(operation.pushes);
    case 'login':
      return miniProgram.logIn(operation.app, operation.user);
  }
}
