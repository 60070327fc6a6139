import path from 'node:path';
import pg from 'pg';
import { repoRoot } from '../../local-stack/repo-root.ts';
import type { CaseStage, Contender, Measurement } from '../bench-case.ts';
import { startCpuClock } from '../cpu/start-cpu-clock.ts';
import { startHelperProcess, type HelperProcess } from '../processes/helper-process.ts';
import { sendsPerSecond } from '../upstream/open-upstream.ts';
import type { SendRun } from '../yuexin/send-contender.ts';

export type Peer = Contender & { process: HelperProcess; close: () => Promise<void> };

/**
 * A sender of another make in tools/bench/peers: `add` puts jobs on its queue while it rests, `start` lets it work, `rest` makes
 * it stop. Counted from the first send that reaches the upstream to the last, as for Yuexin. With `keepsOutcomes` it
 * must have recorded one for every send.
 */
export async function openPeer(input: {
  stage: CaseStage;
  /** Shown, and the key of comparisons. */
  name: string;
  /** Below tools/bench/peers. */
  entry: string;
  concurrency: number;
  run: SendRun;
  /** A database of its own. */
  hasDatabase: boolean;
  /** Default: where it has a database. */
  keepsOutcomes?: boolean;
  env?: Readonly<Record<string, string>>;
}): Promise<Peer> {
  const { stage, name, run, keepsOutcomes = input.hasDatabase } = input;
  const { upstream } = stage.servers;
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const databaseUrl = input.hasDatabase ? await stage.servers.createDatabase(`peer_${slug}`) : null;
  const child = startHelperProcess({
    name: `peer-${slug}`,
    entry: path.join(repoRoot, 'tools/bench/peers', input.entry),
    env: {
      REDIS_URL: stage.servers.redisUrl,
      WECHAT_URL: upstream.url,
      CONCURRENCY: String(input.concurrency),
      ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
      ...input.env,
    },
    folder: stage.folder,
  });
  const once = async (count: number): Promise<Measurement> => {
    await child.call('add', count);
    await upstream.configure({ delayMs: run.delayMs, events: null });
    await upstream.reset();
    const readCpu = startCpuClock({ ...stage.servers.processes(), peer: [child.pid] });
    await child.call('start');
    const reading = await upstream.waitFor(count, run.limitMs);
    await child.call('rest');
    const cpu = readCpu(count);
    const { all } = await upstream.read();
    if (all.count !== count)
      throw new Error(`${name} sent ${String(all.count)} of ${String(count)}.`);
    if (databaseUrl !== null && keepsOutcomes) await requireOutcomes({ databaseUrl, name, count });
    return { figure: sendsPerSecond(reading, run.atOnce), details: cpu };
  };
  return {
    name,
    process: child,
    async warmUp() {
      await child.call('open');
      await once(run.warmUpPushes);
    },
    measure: () => once(run.pushes),
    async close() {
      await child.stop();
      if (databaseUrl !== null) await stage.servers.dropDatabase(`peer_${slug}`);
    },
  };
}

/** Reads and empties the peer's table of outcomes. */
async function requireOutcomes(input: {
  databaseUrl: string;
  name: string;
  count: number;
}): Promise<void> {
  const client = new pg.Client({ connectionString: input.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::integer as count from outcomes where errcode = 0 and msgid is not null',
    );
    if (rows[0]?.count !== input.count) {
      throw new Error(
        `${input.name} recorded ${String(rows[0]?.count)} of ${String(input.count)} outcomes.`,
      );
    }
    await client.query('truncate outcomes');
  } finally {
    await client.end();
  }
}
