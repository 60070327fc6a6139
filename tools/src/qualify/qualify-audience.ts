import { setTimeout as delay } from 'node:timers/promises';
import { startCpuClock } from '../bench/cpu/start-cpu-clock.ts';
import { openBenchServers, type BenchServers } from '../bench/servers/open-bench-servers.ts';
import { sendsPerSecond } from '../bench/upstream/open-upstream.ts';
import { acceptPushes } from '../bench/yuexin/accept-pushes.ts';
import { openYuexin, type Yuexin } from '../bench/yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../bench/yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../bench/yuexin/wait-until-settled.ts';
import { createAudienceCaller, type Audience, type AudienceCaller } from './audience-caller.ts';
import { findFaults } from './find-faults.ts';
import { readPeakMb } from './read-peak-mb.ts';
import { sendGigabyte } from './send-gigabyte.ts';

type Run = {
  yuexin: Yuexin;
  servers: BenchServers;
  caller: AudienceCaller;
  print: (line: string) => void;
};

const SENDS_LIMIT_MS = 1_800_000;
/** Of the api, whatever it is sent. */
const PEAK_MB = 250;
const COMPARED = 5_000;

/**
 * 100,000 recipients are brought, a gigabyte is refused, and the worker is killed while it makes the pushes. True when the api stayed
 * small and every recipient was sent to once. Beside it, what a push costs so and by POST /v1/pushes/batch.
 */
export async function qualifyAudience(input: {
  folder: string;
  recipients: number;
  isCompared: boolean;
  print: (line: string) => void;
}): Promise<boolean> {
  const { folder, recipients, print } = input;
  const servers = await openBenchServers(folder);
  try {
    const stage = { servers, folder, say: print, isProfiled: false };
    const env = { SEND_TIMEOUT_MS: '2000', RECONCILE_WINDOW_MS: '5000' };
    const yuexin = await openYuexin(stage, { name: 'audience', env });
    try {
      const caller = createAudienceCaller({
        ...{ apiUrl: yuexin.apiUrl, key: yuexin.callerKey, appId: yuexin.appIds[0] },
      });
      const run = { yuexin, servers, caller, print };
      const faults = await sendToAll(run, recipients);
      if (input.isCompared) await compareCosts(run);
      for (const fault of faults) print(`FAULT: ${fault}`);
      if (faults.length === 0) print('Every recipient was sent to once, and the api stayed small.');
      return faults.length === 0;
    } finally {
      await yuexin.stop();
    }
  } finally {
    await servers.stop();
  }
}

async function sendToAll(run: Run, recipients: number): Promise<string[]> {
  const { yuexin, servers, caller, print } = run;
  await prepare(run, recipients);
  const peak = (): string => `the api's peak is ${readPeakMb(yuexin.api.pid).toFixed(0)} MB`;
  print(`at rest ${peak()}`);
  const big = await sendGigabyte({
    ...{ apiUrl: yuexin.apiUrl, key: yuexin.callerKey, audienceId: (await caller.make()).id },
  });
  print(`1 GB: ${String(big.status)} after ${String(big.sentMb)} MB had been sent; ${peak()}`);
  const startedMs = Date.now();
  const audience = await bring(run, recipients);
  print(`${String(audience.recipients)} recipients brought in ${seconds(startedMs)} s; ${peak()}`);
  const previewMs = Date.now();
  const { wouldSend, grantsSpent } = await caller.preview(audience.id);
  print(
    `previewed in ${seconds(previewMs)} s: ${String(wouldSend)} would be sent for ${String(grantsSpent)} grants`,
  );
  const peakMb = readPeakMb(yuexin.api.pid);
  await caller.start(audience.id);
  const killedAt = await killInTheMiddle(run, audience);
  print(`worker killed when ${String(killedAt)} were accepted; another goes on`);
  await yuexin.startWorker();
  await caller.waitUntilDone(audience.id);
  await servers.upstream.waitForSends(recipients, SENDS_LIMIT_MS);
  await waitUntilSettled(yuexin.sql);
  const { all } = await servers.upstream.read();
  print(`sent: ${String(all.count)} in ${seconds(startedMs)} s from the first line on`);
  return [
    ...(big.status === 413 ? [] : [`a gigabyte was answered ${String(big.status)}`]),
    ...(peakMb < PEAK_MB ? [] : [`the api had ${peakMb.toFixed(0)} MB`]),
    ...(wouldSend === recipients ? [] : [`the preview counted ${String(wouldSend)}`]),
    ...(all.count === recipients ? [] : [`${String(all.count)} calls were made`]),
    ...(await findFaults({ sql: yuexin.sql, bizId: audience.id, recipients })),
  ];
}

/** Everyone has one grant, and the upstream counts from nothing. */
async function prepare({ yuexin, servers }: Run, count: number): Promise<void> {
  const [appId] = yuexin.appIds;
  const { sql } = yuexin;
  await seedUsers({ sql, appId, count });
  await seedGrants({ sql, appId, count });
  await servers.upstream.configure({ delayMs: 0, events: yuexin.events });
  await servers.upstream.reset();
}

async function bring({ caller }: Run, count: number): Promise<Audience> {
  const { id } = await caller.make();
  return caller.bring(id, count);
}

/** SIGKILL, when a third of the pushes are made. */
async function killInTheMiddle(
  { caller, yuexin }: Run,
  { id, recipients }: Audience,
): Promise<number> {
  for (;;) {
    const { progress } = await caller.get(id);
    if (progress.accepted * 3 >= recipients) {
      for (const worker of yuexin.workers) worker.kill('SIGKILL');
      await Promise.all(yuexin.workers.map(({ ended }) => ended));
      return (await caller.get(id)).progress.accepted;
    }
    await delay(20);
  }
}

/** The same pushes by both ways, from the first request to the last settle: what each costs in processor time, and its pace. */
async function compareCosts(run: Run): Promise<void> {
  const [appId] = run.yuexin.appIds;
  const { apiUrl, callerKey: key } = run.yuexin;
  const ways = {
    batch: () => acceptPushes({ apiUrl, key, appId, count: COMPARED }),
    audience: async () => {
      const { id } = await bring(run, COMPARED);
      await run.caller.start(id);
    },
  };
  // Not counted: compiles what is hot, fills pools and caches.
  for (const way of Object.values(ways)) await measure(run, way);
  const totals: Record<string, number[]> = { batch: [], audience: [] };
  for (let round = 1; round <= 3; round += 1)
    for (const [name, way] of Object.entries(ways)) {
      const { rate, cpu } = await measure(run, way);
      const total = Object.entries(cpu).reduce(
        (sum, [group, us]) => (group.endsWith('upstream') ? sum : sum + us),
        0,
      );
      totals[name]?.push(total);
      const parts = Object.entries(cpu).map(([group, us]) => `${group.slice(7)} ${us.toFixed(0)}`);
      run.print(
        `${name}: ${rate.toFixed(0)} pushes/s, ${total.toFixed(0)} us of CPU a push (${parts.join(', ')})`,
      );
    }
  const median = (name: string): number => totals[name]?.toSorted((a, b) => a - b)[1] ?? 0;
  run.print(
    `CPU of a push, audience / batch: ${(median('audience') / median('batch')).toFixed(2)}`,
  );
}

async function measure(
  run: Run,
  way: () => Promise<void>,
): Promise<{ rate: number; cpu: Record<string, number> }> {
  const { yuexin, servers } = run;
  await prepare(run, COMPARED);
  const { api, workers } = yuexin;
  // The first of them was killed.
  const groups = { worker: workers.slice(-1).map(({ pid }) => pid), api: [api.pid] };
  const readCpu = startCpuClock({ ...servers.processes(), ...groups });
  await way();
  const reading = await servers.upstream.waitFor(COMPARED, SENDS_LIMIT_MS);
  await waitUntilSettled(yuexin.sql);
  return { rate: sendsPerSecond(reading), cpu: readCpu(COMPARED) };
}

const seconds = (sinceMs: number): string => ((Date.now() - sinceMs) / 1_000).toFixed(1);
