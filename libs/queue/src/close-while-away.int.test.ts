import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { queueArenas } from './test-support/queue-arena.ts';
import { watchTimersOf } from './test-support/timers-of-packages.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxclosing';

const countSockets = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

describe.each(queueArenas)('closing while the engine is away ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  test('consumer and hub are closed within their deadline and leave no timer and no connection', async () => {
    // So that the arena's own connections are there already.
    await arena().wipe('nobody');
    await arena().raw.eventCount({ prefix: 'nobody', appId });
    const socketsBefore = countSockets();
    const timers = watchTimersOf(
      /node_modules\/(bullmq|ioredis|pg|pg-pool)\/|queue\/src\/[\w-]+\.ts/,
    );
    const { proxy, url } = await arena().openProxy();
    const hub = await openHub({ url });
    const { seen, handler } = recordingHandler(() => new Promise(() => undefined));
    await hub.addPushes(appId, [newPushJob()]);
    const consumer = await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(1));
    // Nobody listens any more: the clients are between two tries to connect nearly all the time.
    await proxy.close();
    await eventually(() => expect(consumer.isRunning()).toBe(false));
    const closingAt = Date.now();
    await consumer.close(300);
    expect(Date.now() - closingAt).toBeLessThan(5000);
    await hub.close();
    expect(Date.now() - closingAt).toBeLessThan(12_000);
    // For longer than the longest pause between two tries to connect.
    let busyAt = Date.now();
    await eventually(
      () => {
        const isBusy = timers.alive().length > 0 || countSockets() > socketsBefore;
        if (isBusy) busyAt = Date.now();
        expect({ alive: timers.alive(), isQuiet: Date.now() - busyAt > 2500 }).toEqual({
          ...{ alive: [], isQuiet: true },
        });
      },
      { timeoutMs: 30_000 },
    );
    timers.stop();
  });
});
