import type { SweepResult } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { Sweep } from './sweep.ts';
import { untilEmpty } from './until-empty.ts';

/** A sweep that is one storage call, repeated until empty, whose due pushes go to their queues. */
export function sweepAndFeed(input: {
  name: string;
  everyMs: number;
  limit: number;
  feeder: Pick<QueueFeeder, 'feed'>;
  sweep: (limit: number) => Promise<SweepResult>;
}): Sweep {
  const step = async (limit: number): Promise<number> => {
    const { touched, due } = await input.sweep(limit);
    await input.feeder.feed(due);
    return touched;
  };
  return {
    name: input.name,
    everyMs: input.everyMs,
    isShared: true,
    run: (signal) => untilEmpty({ limit: input.limit, signal, step }),
  };
}
