import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { Queue } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import { parseQueueUrl } from '@yuexin/config';
import { createQueueHub } from './create-queue-hub.ts';
import { inspectRedis } from './inspect-redis.ts';
import type { QueueHub } from './queue-hub.ts';
import type { RedisTarget } from './redis-connection.ts';
import { redisPrefix } from './redis-engine.ts';
import { describeRedis } from './test-support/describe-redis.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { createRedisServer, type RedisServer } from './test-support/redis-server.ts';

const slots = [
  [0, 8191],
  [8192, 16383],
] as const;

describeRedis('Redis Cluster', () => {
  let nodes: RedisServer[] = [];
  let url: string;
  let hub: QueueHub | undefined;

  const ask = async (node: RedisServer, ...command: [string, ...(string | number)[]]) => {
    const client = new Redis(node.url);
    try {
      return String(await client.call(...command));
    } finally {
      client.disconnect();
    }
  };

  beforeAll(async () => {
    nodes = await Promise.all(
      slots.map(() =>
        createRedisServer({ config: 'cluster-enabled yes\ncluster-node-timeout 2000' }),
      ),
    );
    await Promise.all(nodes.map((node) => node.start()));
    for (const [index, [first, last]] of slots.entries()) {
      await ask(nodes[index]!, 'cluster', 'addslotsrange', first, last);
    }
    await ask(nodes[0]!, 'cluster', 'meet', '127.0.0.1', nodes[1]!.port);
    await eventually(
      async () => {
        for (const node of nodes) {
          expect(await ask(node, 'cluster', 'info')).toMatch(/cluster_state:ok[^]*known_nodes:2/);
        }
      },
      { timeoutMs: 20_000 },
    );
    url = `redis-cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }, 40_000);
  afterEach(async () => {
    await hub?.close();
    hub = undefined;
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  });

  const openHub = async (): Promise<QueueHub> => {
    hub = createQueueHub({ queueUrl: url, prefix: 'cluster', logger: createMemoryLogger() });
    await hub.ready(AbortSignal.timeout(10_000));
    return hub;
  };

  test('whoever looks at it sees each master and that it is well', async () => {
    const { servers, clusterState } = await inspectRedis(parseQueueUrl(url) as RedisTarget);
    expect(clusterState).toBe('ok');
    expect(servers.map(({ address }) => address).sort()).toEqual(
      nodes.map(({ port }) => `127.0.0.1:${port}`).sort(),
    );
    expect(servers.every(({ isClusterNode, isReplica }) => isClusterNode && !isReplica)).toBe(true);
  });

  test('apps on different nodes add, delay, order, hold back, mark and finish their jobs', async () => {
    const opened = await openHub();
    const apps = ['wxone', 'wxtwo', 'wxthree', 'wxfour'];
    const nodesUsed = new Set<string>();
    for (const app of apps) {
      const slot = Number(await ask(nodes[0]!, 'cluster', 'keyslot', redisPrefix('cluster', app)));
      nodesUsed.add(slot < 8192 ? 'first' : 'second');
      const { seen, handler } = recordingHandler(({ cycle }) =>
        Promise.resolve(
          cycle === 1 && seen.filter((job) => job.cycle === 1).length === 1
            ? { kind: 'later', delayMs: 50 }
            : { kind: 'complete' },
        ),
      );
      await opened.setRate(app, null);
      await opened.consumePushes(app, handler, { concurrency: 2 });
      const job = newPushJob({ priority: 'low' });
      await opened.addPushes(app, [job, { ...job, cycle: 1, delayMs: 30 }, newPushJob()]);
      await opened.addPushes(app, [newPushJob({ priority: 'normal' })]);
      await eventually(() => expect(seen).toHaveLength(5), { timeoutMs: 8000 });
      expect(await opened.hasMarker(app)).toBe(false);
      await opened.setMarker(app);
      expect(await opened.hasMarker(app)).toBe(true);
      await opened.holdBack(app, 50);
      await opened.setPaused(app, true);
      await opened.setPaused(app, false);
      await eventually(async () =>
        expect(await opened.counts(app)).toMatchObject({ waiting: 0, active: 0, delayed: 0 }),
      );
    }
    expect(nodesUsed.size).toBe(2);
  }, 60_000);

  test('why the app is a hash tag: a bare name fails', async () => {
    const client = new Cluster(
      nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
      {
        redisOptions: { maxRetriesPerRequest: null },
      },
    );
    const queue = new Queue('push-wxone', { connection: client, prefix: 'yx' });
    queue.on('error', () => undefined);
    await expect(queue.add('push', {})).rejects.toThrow(/CROSSSLOT|same slot/i);
    await queue.close();
    client.disconnect();
  }, 20_000);
});

describeRedis('Redis behind sentinels', () => {
  test('the hub finds the master by its name and works on it', async () => {
    const master = await createRedisServer();
    await master.start();
    const config = [
      `sentinel monitor yuexin 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds yuexin 1000',
    ].join('\n');
    const sentinel = await createRedisServer({ config, args: ['--sentinel'] });
    await sentinel.start();
    const hub = createQueueHub({
      queueUrl: `redis-sentinel://127.0.0.1:${sentinel.port}/yuexin`,
      prefix: null,
      logger: createMemoryLogger(),
    });
    try {
      await hub.ready(AbortSignal.timeout(10_000));
      const { seen, handler } = recordingHandler();
      await hub.consumePushes('wxone', handler, { concurrency: 1 });
      await hub.addPushes('wxone', [newPushJob(), newPushJob()]);
      await eventually(() => expect(seen).toHaveLength(2));
    } finally {
      await hub.close();
      await sentinel.stop();
      await master.stop();
    }
  }, 30_000);
});
