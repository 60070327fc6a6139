import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

describe.each(queueArenas)('the queues on the board ($engine)', ({ engine, openArena }) => {
  const { openHub } = useArena(openArena);

  const adaptersOf = async (appIds: string[]) => {
    const hub = await openHub();
    const queues = hub.boardQueues(appIds) as ConstructorParameters<typeof BullMQAdapter>[0][];
    return {
      hub,
      adapters: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    };
  };

  test('the board shows the jobs of an app by state, and the server they lie on', async () => {
    const { hub, adapters } = await adaptersOf(['wxboard']);
    const board = adapters[0]!;
    const inHand = newPushJob();
    await hub.addPushes('wxboard', [inHand]);
    const stuck = recordingHandler(() => new Promise(() => undefined));
    await hub.consumePushes('wxboard', stuck.handler, { concurrency: 1 });
    await eventually(() => expect(stuck.seen).toHaveLength(1));
    const low = newPushJob({ priority: 'low' });
    await hub.addPushes('wxboard', [newPushJob(), low, newPushJob({ delayMs: 60_000 })]);
    expect(board.getName()).toMatch(/push-wxboard$/);
    expect(await board.getJobCounts()).toMatchObject({
      ...{ active: 1, waiting: 1, prioritized: 1, delayed: 1, failed: 0 },
    });
    const [active] = await board.getJobs(['active'], 0, 9);
    expect(active?.toJSON()).toMatchObject({ data: { pushId: inHand.pushId, cycle: 0 } });
    const found = await board.getJob(`${low.pushId}-0`);
    expect(found?.toJSON()).toMatchObject({ data: { pushId: low.pushId } });
    const server =
      engine === 'redis' ? await board.getRedisInfo() : await board.getDatastoreStats();
    expect(server).toEqual(
      engine === 'redis'
        ? expect.stringContaining('redis_version')
        : expect.objectContaining({ backend: 'postgres' }),
    );
  });

  test('what waits in a paused queue is shown as waiting', async () => {
    const { hub, adapters } = await adaptersOf(['wxpaused']);
    await hub.addPushes('wxpaused', [newPushJob(), newPushJob()]);
    await hub.setPaused('wxpaused', true);
    expect(await adapters[0]?.getJobCounts()).toMatchObject({ waiting: 2 });
    expect(await adapters[0]?.isPaused()).toBe(true);
  });

  test('each app has one queue, the same one each time', async () => {
    const hub = await openHub();
    const [one, two, callbacks] = hub.boardQueues(['wx1', 'wx2']);
    expect(hub.boardQueues(['wx2', 'wx1'])).toEqual([two, one, callbacks]);
    expect(one).not.toBe(two);
  });
});
