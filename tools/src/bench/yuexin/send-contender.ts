import { callJson } from '../../local-stack/call-json.ts';
import type { Contender, Measurement } from '../bench-case.ts';
import { startCpuClock, type CpuGroups } from '../cpu/start-cpu-clock.ts';
import type { BenchServers } from '../servers/open-bench-servers.ts';
import { sendsPerSecond } from '../upstream/open-upstream.ts';
import { acceptPushes } from './accept-pushes.ts';
import type { Yuexin } from './open-yuexin.ts';
import { readMetric } from './read-metric.ts';
import { seedGrants } from './seed-ledger.ts';
import { countSent, waitUntilSettled } from './wait-until-settled.ts';

export type SendRun = {
  pushes: number;
  warmUpPushes: number;
  /** Of the upstream. */
  delayMs: number;
  limitMs: number;
  /** How many may be under way at once, where a slow upstream lets them begin together. */
  atOnce?: number;
};

/**
 * The pipeline alone: the app is paused, its pushes are accepted and wait on the queue, and then it is resumed. Counted from the
 * first send that reaches the upstream to the last. Afterwards every push must be sent, once, and, with events, confirmed.
 */
export function createSendContender(input: {
  name: string;
  yuexin: Yuexin;
  servers: BenchServers;
  run: SendRun;
  hasEvents: boolean;
  /** Default: one grant for each of the users 0 to n - 1. */
  prepare?: () => Promise<void>;
}): Contender {
  const { name, yuexin, servers, run, hasEvents } = input;
  const { upstream } = servers;
  const once = async (pushes: number): Promise<Measurement> => {
    const [appId] = yuexin.appIds;
    const { sql, apiUrl, callerKey: key } = yuexin;
    await input.prepare?.();
    await seedGrants({ sql, appId, count: pushes });
    await steer(yuexin, 'pause');
    const sinceMs = Date.now();
    const offered = await countOffered(apiUrl);
    await acceptPushes({ apiUrl, key, appId, count: pushes });
    // On a machine that is too busy a sweep brings them in the middle of the run, which a reader must know.
    const leftToSweep = pushes - ((await countOffered(apiUrl)) - offered);
    await upstream.configure({ delayMs: run.delayMs, events: hasEvents ? yuexin.events : null });
    await upstream.reset();
    const readCpu = startCpuClock({ ...servers.processes(), ...processesOf(yuexin) });
    await steer(yuexin, 'resume');
    const reading = await upstream.waitFor(pushes, run.limitMs);
    const sentAtMs = Date.now();
    await waitUntilSettled(sql);
    const settledMs = Date.now() - sentAtMs;
    const cpu = readCpu(pushes);
    const { all } = await upstream.read();
    requireAll({ pushes, calls: all.count, hasEvents, ...(await countSent(sql, sinceMs)) });
    return {
      figure: sendsPerSecond(reading, run.atOnce),
      details: { settledAfterMs: settledMs, leftToSweep, ...cpu },
    };
  };
  return {
    name,
    warmUp: async () => {
      await once(run.warmUpPushes);
    },
    measure: () => once(run.pushes),
  };
}

const processesOf = ({ api, workers }: Yuexin): CpuGroups => ({
  worker: workers.map(({ pid }) => pid),
  api: [api.pid],
});

const countOffered = (apiUrl: string): Promise<number> =>
  readMetric(apiUrl, 'queue_offers_total', { result: 'added' });

async function steer(yuexin: Yuexin, verb: 'pause' | 'resume'): Promise<void> {
  const [appId] = yuexin.appIds;
  const body = verb === 'pause' ? { reason: 'the benchmark fills the queue' } : {};
  await callJson(`${yuexin.apiUrl}/v1/apps/${appId}/${verb}`, { key: yuexin.adminKey, body });
}

/** A figure of work that was not done, or done twice, is none. */
function requireAll(input: {
  pushes: number;
  calls: number;
  hasEvents: boolean;
  accepted: number;
  sent: number;
  confirmed: number;
}): void {
  const { pushes, calls, hasEvents, accepted, sent, confirmed } = input;
  const isWhole = calls === pushes && accepted === pushes && sent === pushes;
  if (isWhole && (!hasEvents || confirmed === pushes)) return;
  throw new Error(
    `Of ${String(pushes)} pushes ${String(accepted)} were accepted, ${String(calls)} calls made, ${String(sent)} sent, ${String(confirmed)} confirmed.`,
  );
}
