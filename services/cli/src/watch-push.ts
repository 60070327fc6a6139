import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, type Push } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { showTimelineEntry } from './output/show-timeline-entry.ts';

const lookEveryMs = 500;

/**
 * Tells a push's history as it happens, each entry once; resolves to the push when it has ended (and, with
 * `untilConfirmed`, WeChat told of its delivery), or when the time is up.
 */
export async function watchPush(
  cli: Pick<Cli, 'client' | 'call' | 'signal' | 'out'>,
  input: { id: string; seconds: number | null; untilConfirmed: boolean },
): Promise<Push> {
  const { out, signal } = cli;
  const client = cli.client();
  const endMs = input.seconds === null ? Infinity : performance.now() + input.seconds * 1000;
  const told = new Set<string>();
  for (;;) {
    const { push, data } = await client.pushes.getTimeline(input.id, cli.call);
    for (const entry of data) {
      const name = JSON.stringify(entry);
      if (told.has(name)) continue;
      told.add(name);
      if (out.isJson()) out.json(entry, { isLine: true });
      else out.line(showTimelineEntry(entry, data));
    }
    const isOver = hasEnded(push) && !(input.untilConfirmed && push.delivery === 'pending');
    if (isOver || performance.now() >= endMs) return push;
    await delay(lookEveryMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
