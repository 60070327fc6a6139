import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxclosing';

/** What would keep this process from ending: its timers and sockets. */
const activeResources = () => {
  const names = process.getActiveResourcesInfo();
  const count = (name: string) => names.filter((each) => each === name).length;
  return { timers: count('Timeout'), sockets: count('TCPSocketWrap') };
};

describe.each(queueArenas)('closing while the engine is away ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  test('consumer and hub are closed within their deadline and leave no timer and no connection', async () => {
    // So that the arena's own connections are there already.
    await arena().wipe('nobody');
    await arena().raw.eventCount({ prefix: 'nobody', appId });
    const before = activeResources();
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
        const { timers, sockets } = activeResources();
        if (timers > before.timers || sockets > before.sockets) busyAt = Date.now();
        expect(Date.now() - busyAt).toBeGreaterThan(2500);
      },
      { timeoutMs: 30_000 },
    );
  });
});
