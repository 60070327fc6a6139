import { setTimeout as delay } from 'node:timers/promises';
import type { Replay } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { createProgressBar } from './output/progress-bar.ts';

const lookEveryMs = 500;

/** Draws how far a replay is until it is done, paused or cancelled; resolves to it. It goes on when we are interrupted, which is said. */
export async function followReplay(
  cli: Pick<Cli, 'client' | 'call' | 'signal' | 'out'>,
  id: string,
): Promise<Replay> {
  const client = cli.client();
  const bar = createProgressBar(cli.out, 'replaying');
  try {
    for (;;) {
      const replay = await client.deadLetters.getReplay(id, cli.call);
      const { total, replayed, parked, failed, leftOut, skipped } = replay.progress;
      bar.show(replayed + parked + failed + leftOut + skipped, total);
      if (replay.state !== 'running') return replay;
      const { signal } = cli;
      await delay(lookEveryMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  } catch (error) {
    cli.out.note(`The replay goes on: \`yuexin replays watch ${id}\`, or end it with cancel.`);
    throw error;
  } finally {
    bar.end();
  }
}
