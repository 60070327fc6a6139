import type { PushState } from '@yuexin/domain';
import type { PushRow, Storage } from '@yuexin/storage';
import { eventually } from '@yuexin/testkit';

/** Resolves to the push once it is in this state; rejects after `timeoutMs`, naming where it is instead. */
export function untilState(
  storage: Pick<Storage, 'pushes'>,
  pushId: string,
  state: PushState,
  timeoutMs = 15_000,
): Promise<PushRow> {
  return eventually(
    async () => {
      const push = await storage.pushes.find(pushId);
      if (push?.state === state) return push;
      throw new Error(`The push is ${push?.state ?? 'not there'}, not ${state}`);
    },
    { timeoutMs, intervalMs: 50 },
  );
}

/** Resolves when every one of these is in this state. */
export async function untilAll(
  storage: Pick<Storage, 'pushes'>,
  pushIds: readonly string[],
  { state, within }: { state: PushState; within: number },
): Promise<PushRow[]> {
  return eventually(
    async () => {
      const pushes = await findAll(storage, pushIds);
      const others = pushes.filter((push) => push.state !== state);
      if (others.length === 0 && pushes.length === pushIds.length) return pushes;
      const states = Object.entries(countBy(others.map((push) => push.state)));
      throw new Error(`Not ${state}: ${states.map(([name, n]) => `${name} ${n}`).join(', ')}`);
    },
    { timeoutMs: within, intervalMs: 200 },
  );
}

async function findAll(storage: Pick<Storage, 'pushes'>, ids: readonly string[]) {
  const found: PushRow[] = [];
  for (let at = 0; at < ids.length; at += 500) {
    found.push(...(await storage.pushes.findMany(ids.slice(at, at + 500))));
  }
  return found;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
