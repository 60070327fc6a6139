import path from 'node:path';
import { repoRoot } from '../../local-stack/repo-root.ts';
import { startHelperProcess } from '../processes/helper-process.ts';
import type { UpstreamReading, UpstreamSettings } from './create-upstream.ts';

/** WeChat's stand-in as the contenders see it (`url`) and as the benchmark reads it. */
export type Upstream = {
  url: string;
  configure(settings: UpstreamSettings): Promise<void>;
  reset(): Promise<void>;
  read(): Promise<UpstreamReading>;
  waitFor(count: number, limitMs: number): Promise<UpstreamReading>;
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
    configure: (settings) => child.call('configure', settings),
    reset: () => child.call('reset'),
    read: () => child.call('read'),
    waitFor: (count, limitMs) => child.call('waitFor', count, limitMs),
    stop: () => child.stop(),
  };
}

/** From the first send to the last. */
export function sendsPerSecond({ all }: UpstreamReading): number {
  return ((all.count - 1) * 1_000) / (all.lastAtMs - all.firstAtMs);
}
