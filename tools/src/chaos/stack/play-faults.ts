import { setTimeout as delay } from 'node:timers/promises';
import type { PlannedFault } from '../plan/plan-faults.ts';
import { READY_LIMIT_MS, type ChaosStack } from './open-chaos-stack.ts';
import type { WechatFaults } from './wechat-faults.ts';

/** A fault as it happened, by the run's clock. `endedAt`: its cause was taken away. */
export type PlayedFault = PlannedFault & { beganAt: number; endedAt: number };

type Hurt = Pick<ChaosStack, 'service' | 'redis' | 'postgres' | 'pooler'>;

/** Plays the plan against the stack, each fault in its own time; resolves when all are over and every service is ready again. */
export async function playFaults(input: {
  plan: readonly PlannedFault[];
  startAt: number;
  stack: Hurt;
  wechat: WechatFaults;
  say: (line: string) => void;
}): Promise<PlayedFault[]> {
  const { plan, startAt, say } = input;
  const lastOf = new Map<string, Promise<unknown>>();
  /** On a slow machine a service may still be starting when its next fault is due. */
  const inTurn = (fault: PlannedFault): Promise<PlayedFault> => {
    const before = lastOf.get(fault.target);
    const played = playOne(fault, before);
    lastOf.set(fault.target, played);
    return played;
  };
  const playOne = async (
    fault: PlannedFault,
    before: Promise<unknown> | undefined,
  ): Promise<PlayedFault> => {
    await delay(Math.max(0, startAt + fault.atMs - Date.now()));
    await before;
    const beganAt = Date.now();
    say(
      `${((beganAt - startAt) / 1_000).toFixed(1)} s  ${fault.kind} ${fault.target} for ${(fault.forMs / 1_000).toFixed(1)} s`,
    );
    const { endedAt } = await play(input, fault);
    return { ...fault, beganAt, endedAt };
  };
  return Promise.all(plan.map(inTurn));
}

async function play(
  deps: { stack: Hurt; wechat: WechatFaults },
  fault: PlannedFault,
): Promise<{ endedAt: number }> {
  const { stack, wechat } = deps;
  switch (fault.kind) {
    case 'kill-worker':
    case 'kill-api':
      return killAndStart(stack, fault);
    case 'pause-worker':
    case 'suspend-worker':
      stack.service(fault.target).signal('SIGSTOP');
      await delay(fault.forMs);
      stack.service(fault.target).signal('SIGCONT');
      return { endedAt: Date.now() };
    case 'stall-worker':
      stack.service(fault.target).signal('SIGUSR2');
      await delay(fault.forMs);
      return { endedAt: Date.now() };
    case 'restart-redis':
    case 'redis-outage':
    case 'fail-over-redis':
      return stopAndStart(stack.redis, fault.forMs);
    case 'restart-pooler':
      return stopAndStart(stack.pooler, fault.forMs);
    case 'promote-standby':
      await stack.postgres.down('immediate');
      await delay(fault.forMs);
      await stack.postgres.promote?.();
      return { endedAt: Date.now() };
    case 'restart-postgres':
      await stack.postgres.down(fault.target === 'postgres-fast' ? 'fast' : 'immediate');
      await delay(fault.forMs);
      await stack.postgres.up();
      return { endedAt: Date.now() };
    case 'wechat-busy':
    case 'wechat-quota':
    case 'wechat-slow': {
      const id = await wechat.begin(fault);
      await delay(fault.forMs);
      await wechat.end(id);
      return { endedAt: Date.now() };
    }
  }
}

async function stopAndStart(server: Hurt['pooler'], forMs: number): Promise<{ endedAt: number }> {
  await server?.kill();
  await delay(forMs);
  await server?.start();
  return { endedAt: Date.now() };
}

async function killAndStart(stack: Hurt, fault: PlannedFault): Promise<{ endedAt: number }> {
  const service = stack.service(fault.target);
  await service.kill();
  await delay(fault.forMs);
  const endedAt = Date.now();
  service.start();
  await service.waitReady(READY_LIMIT_MS);
  return { endedAt };
}
