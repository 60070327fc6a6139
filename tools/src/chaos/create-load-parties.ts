import { createReliableCaller } from './load/call-until-answered.ts';
import { createLoadRecord, type LoadRecord } from './load/load-record.ts';
import { createMiniProgram, type MiniProgram } from './load/mini-program.ts';
import { createYuexinCaller, type PushCaller } from './load/yuexin-caller.ts';
import { chaosApps } from './plan/chaos-apps.ts';
import { createSeededRandom } from './plan/seeded-random.ts';
import type { ChaosStack } from './stack/open-chaos-stack.ts';
import type { Person } from './stack/seed-chaos-apps.ts';

export type LoadParties = { miniProgram: MiniProgram; caller: PushCaller; record: LoadRecord };

const LOGINS_AT_ONCE = 8;

/** Everybody who calls Yuexin from outside, and the record of what they were told. */
export function createLoadParties(input: {
  stack: Pick<ChaosStack, 'apiUrl' | 'simulatorUrl' | 'callerKey'>;
  people: readonly Person[];
  seed: number;
  giveUp: AbortSignal;
}): LoadParties {
  const { stack, people, seed, giveUp } = input;
  const record = createLoadRecord();
  const call = createReliableCaller({ random: createSeededRandom(seed, 'retries'), giveUp });
  return {
    record,
    miniProgram: createMiniProgram({ ...stack, people, call, record }),
    caller: createYuexinCaller({
      apiUrl: stack.apiUrl,
      key: stack.callerKey,
      people,
      call,
      record,
    }),
  };
}

/** Every person opens both mini programs once and allows one message, before anything goes wrong. */
export async function openMiniPrograms(input: {
  miniProgram: MiniProgram;
  people: number;
  seed: number;
}): Promise<void> {
  const { miniProgram, seed } = input;
  const visits = chaosApps.flatMap((app) =>
    Array.from({ length: input.people }, (_, user) => ({ app, user })),
  );
  for (let first = 0; first < visits.length; first += LOGINS_AT_ONCE) {
    const some = visits.slice(first, first + LOGINS_AT_ONCE);
    await Promise.all(
      some.map(async ({ app, user }) => {
        await miniProgram.logIn(app, user);
        await miniProgram.tap({
          id: `s${seed}-o-${app.appId}-${user}`,
          app,
          user,
          templateIds: app.templateIds.slice(0, 1),
          isSilent: false,
          reports: 1,
        });
      }),
    );
  }
}
