import path from 'node:path';
import { repoRoot } from '../../local-stack/repo-root.ts';
import { startHelperProcess } from '../processes/helper-process.ts';
import type { UpstreamReading, UpstreamSettings } from './create-upstream.ts';
import type { TallyReading } from './send-tally.ts';

/** WeChat's stand-in as the contenders see it (`url`) and as the benchmark reads it. */
export type Upstream = {
  url: string;
  pid: number;
  configure(settings: UpstreamSettings): Promise<void>;
  reset(): Promise<void>;
  read(): Promise<UpstreamReading>;
  /** Once so many sends have come in, whatever their events do. */
  waitForSends(count: number, limitMs: number): Promise<void>;
  /** Once so many sends have come in and no event is under way. Rejects when that takes longer. */
  waitFor(count: number, limitMs: number): Promise<UpstreamReading>;
  /** Of the stamped sends of these apps together. */
  delayOf(appIds: readonly string[]): Promise<TallyReading['delay']>;
  stop(): Promise<void>;
};

export async function openUpstream(folder: string): Promise<Upstream> {
  const child = startHelperProcess({
    name: 'upstream',
    entry: path.join(repoRoot, 'tools/dist/bench-upstream.js'),
    env: {},
    folder,
  });
  const port = await child.call<number>('listen');
  return {
    url: `http://127.0.0.1:${String(port)}`,
    pid: child.pid,
    configure: (settings) => child.call('configure', settings),
    reset: () => child.call('reset'),
    read: () => child.call('read'),
    waitForSends: (count, limitMs) => child.call('waitForSends', count, limitMs),
    waitFor: (count, limitMs) => child.call('waitFor', count, limitMs),
    delayOf: (appIds) => child.call('delayOf', appIds),
    stop: () => child.stop(),
  };
}

/**
 * From the first send to the last. `atOnce`: how many may begin together, which a slow upstream lets start as one; the time
 * between first and last holds none of them.
 */
export function sendsPerSecond({ all }: UpstreamReading, atOnce = 1): number {
  return ((all.count - atOnce) * 1_000) / (all.lastAtMs - all.firstAtMs);
}
