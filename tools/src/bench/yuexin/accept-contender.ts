import type { Contender, Measurement } from '../bench-case.ts';
import { repeatAtOnce } from '../load/repeat-at-once.ts';
import { acceptPushes, pushOf } from './accept-pushes.ts';
import { createPoster } from './create-poster.ts';
import type { Yuexin } from './open-yuexin.ts';
import { seedGrants } from './seed-ledger.ts';
import { countSent, waitUntilSettled } from './wait-until-settled.ts';

/** Pushes asked for one by one, each with a key of its own, over so many connections. */
export function createSingleAcceptContender(input: {
  name: string;
  yuexin: Yuexin;
  pushes: number;
  atOnce: number;
  /** A worker sends them meanwhile: the run ends when it has done. */
  isSent: boolean;
}): Contender {
  const { name, yuexin, pushes, atOnce, isSent } = input;
  const [appId] = yuexin.appIds;
  const poster = createPoster({ apiUrl: yuexin.apiUrl, connections: atOnce });
  let run = 0;
  const once = async (): Promise<Measurement> => {
    run += 1;
    await seedGrants({ sql: yuexin.sql, appId, count: pushes });
    const sinceMs = Date.now();
    const { tookMs } = await repeatAtOnce({
      ...{ count: pushes, atOnce },
      once: async (index) => {
        const key = `Idempotency-Key: ${String(run)}-${String(index)}`;
        await poster.post('/v1/pushes', yuexin.callerKey, pushOf(appId, index), [key]);
      },
    });
    await requireStored(yuexin, sinceMs, pushes);
    if (isSent) await waitUntilSettled(yuexin.sql);
    return { figure: (pushes * 1_000) / tookMs };
  };
  return {
    name,
    warmUp: async () => {
      await once();
    },
    measure: once,
  };
}

/** Pushes asked for in batches. */
export function createBatchAcceptContender(input: {
  name: string;
  yuexin: Yuexin;
  pushes: number;
  batchSize: number;
  atOnce: number;
}): Contender {
  const { name, yuexin, pushes, batchSize, atOnce } = input;
  const [appId] = yuexin.appIds;
  const { apiUrl, callerKey: key, sql } = yuexin;
  const once = async (): Promise<Measurement> => {
    await seedGrants({ sql, appId, count: pushes });
    const sinceMs = Date.now();
    const startedAt = performance.now();
    await acceptPushes({ apiUrl, key, appId, count: pushes, batchSize, atOnce });
    const tookMs = performance.now() - startedAt;
    await requireStored(yuexin, sinceMs, pushes);
    return { figure: (pushes * 1_000) / tookMs };
  };
  return {
    name,
    warmUp: async () => {
      await once();
    },
    measure: once,
  };
}

async function requireStored({ sql }: Yuexin, sinceMs: number, pushes: number): Promise<void> {
  const { accepted } = await countSent(sql, sinceMs);
  if (accepted === pushes) return;
  throw new Error(`Of ${String(pushes)} pushes ${String(accepted)} are in the table.`);
}
