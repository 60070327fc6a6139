import type { BenchServers } from '../bench/servers/open-bench-servers.ts';
import type { UpstreamReading } from '../bench/upstream/create-upstream.ts';
import type { Yuexin } from '../bench/yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../bench/yuexin/seed-ledger.ts';
import type { AudienceCaller } from './audience-caller.ts';
import type { Claims } from './claims.ts';
import { lookUntil } from './look-until.ts';

export type AudienceRun = {
  yuexin: Yuexin;
  servers: BenchServers;
  caller: AudienceCaller;
  claims: Claims;
  leaving: AbortSignal;
  print: (line: string) => void;
};

/** In which something must move, or the run is over: longer than any lease, window or breaker of it. */
const STILL_MS = 120_000;

/** Everyone has one grant more, and the upstream counts from nothing. */
export async function prepare({ yuexin, servers }: AudienceRun, count: number): Promise<void> {
  const [appId] = yuexin.appIds;
  const { sql } = yuexin;
  await seedUsers({ sql, appId, count });
  await seedGrants({ sql, appId, count });
  await servers.upstream.configure({ delayMs: 0, events: yuexin.events });
  await servers.upstream.reset();
}

/** Until so many sends have come in and no event is under way. */
export function waitForSends(run: AudienceRun, count: number): Promise<UpstreamReading> {
  return lookUntil({
    ...{ what: `${String(count)} sends`, stillMs: STILL_MS, leaving: run.leaving },
    async look() {
      const reading = await run.servers.upstream.read();
      const { pending } = reading.events;
      return {
        seen: `${String(reading.all.count)} sends, ${String(pending)} events under way`,
        found: reading.all.count >= count && pending === 0 ? reading : null,
      };
    },
  });
}

/** Until so many of the audience have had their turn, or it does not run any more. */
export function waitForTurns(
  run: AudienceRun,
  audience: { id: string },
  turns: number,
): Promise<{ state: string; accepted: number; refused: number }> {
  return lookUntil({
    ...{ what: `${String(turns)} turns`, stillMs: STILL_MS, leaving: run.leaving, everyMs: 20 },
    async look() {
      const { state, progress } = await run.caller.get(audience.id);
      const { accepted, refused } = progress;
      const isThere = accepted + refused >= turns || state !== 'running';
      return {
        seen: `${state}, ${String(accepted)} accepted, ${String(refused)} refused`,
        found: isThere ? { state, accepted, refused } : null,
      };
    },
  });
}
