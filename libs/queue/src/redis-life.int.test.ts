import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { Redis } from 'ioredis';
import { createQueueHub } from './create-queue-hub.ts';
import { createRedisEngine } from './redis-engine.ts';
import type { QueueHub } from './queue-hub.ts';
import { describeRedis } from './test-support/describe-redis.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { createRedisServer, type RedisServer } from './test-support/redis-server.ts';
import { createTcpProxy } from './test-support/tcp-proxy.ts';

const appId = 'wxredis';

describeRedis('a Redis that comes, goes and forgets', () => {
  const hubs: QueueHub[] = [];
  const servers: RedisServer[] = [];
  const logger = createMemoryLogger();

  const newServer = async (config?: string) => {
    const server = await createRedisServer(config === undefined ? {} : { config });
    servers.push(server);
    return server;
  };
  const newHub = (queueUrl: string) => {
    const hub = createQueueHub({ queueUrl, prefix: null, logger });
    hubs.push(hub);
    return hub;
  };

  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  test('when a hub is started before Redis, then it waits, says for what, and then works', async () => {
    const server = await newServer();
    const hub = newHub(server.url);
    const isReady = hub.ready();
    await eventually(() =>
      expect(logger.lines).toContainEqual({
        level: 'info',
        message: 'waiting for the queue',
        fields: {
          queue: `Redis at 127.0.0.1:${server.port}/0`,
          problem: expect.stringMatching(/ECONNREFUSED/) as unknown,
        },
      }),
    );
    const job = newPushJob();
    expect(await hub.tryAddPushes(appId, [job])).toBe(false);
    await server.start();
    await isReady;
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    expect(await hub.tryAddPushes(appId, [job], { timeoutMs: 2000 })).toBe(true);
    await eventually(() => expect(seen).toEqual([{ appId, pushId: job.pushId, cycle: 0 }]));
  }, 20_000);

  test('when the wait is given up, then ready rejects and the hub can still be closed', async () => {
    const server = await newServer();
    const hub = newHub(server.url);
    await expect(hub.ready(AbortSignal.timeout(50))).rejects.toThrow();
    const waiting = hub.ready();
    await hub.close();
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('when everything is flushed, then the marker is gone and jobs put back are all done once', async () => {
    const server = await newServer();
    await server.start();
    const hub = newHub(server.url);
    await hub.ready();
    const { seen, handler } = recordingHandler();
    await hub.setPaused(appId, true);
    await hub.consumePushes(appId, handler, { concurrency: 10 });
    await hub.setMarker(appId);
    const jobs = Array.from({ length: 1000 }, () => newPushJob());
    await hub.addPushes(appId, jobs);
    const client = new Redis(server.url);
    await client.flushall();
    client.disconnect();
    expect(await hub.hasMarker(appId)).toBe(false);
    await hub.addPushes(appId, jobs);
    await hub.setMarker(appId);
    await eventually(() => expect(seen).toHaveLength(1000), { timeoutMs: 20_000 });
    expect(new Set(seen.map(({ pushId }) => pushId)).size).toBe(1000);
  }, 30_000);

  test('when Redis restarts with its data, then the marker is gone all the same, for the last second may be lost', async () => {
    const server = await newServer('appendonly yes\nappendfsync always');
    await server.start();
    const hub = newHub(server.url);
    await hub.ready();
    await hub.setMarker(appId);
    const job = newPushJob();
    await hub.addPushes(appId, [job]);
    await server.kill();
    await server.start();
    await hub.ready();
    await eventually(async () => expect(await hub.hasMarker(appId)).toBe(false));
    // The job itself did survive, and adding it again is ignored.
    await hub.addPushes(appId, [job]);
    expect(await hub.counts(appId)).toMatchObject({ waiting: 1 });
    await hub.setMarker(appId);
    expect(await hub.hasMarker(appId)).toBe(true);
  }, 30_000);

  test('when Redis dies and comes back empty under a running consumer, then the consumer goes on', async () => {
    const server = await newServer();
    await server.start();
    const hub = newHub(server.url);
    await hub.ready();
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 5 });
    await hub.addPushes(appId, [newPushJob(), newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(2));
    await server.kill();
    await eventually(() => !hub.isAvailable());
    await server.start();
    await hub.ready();
    await hub.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(3), { timeoutMs: 10_000 });
  }, 30_000);

  test('when the password is wrong, then the hub says so without telling it, and never comes up', async () => {
    const server = await newServer('requirepass right');
    await server.start();
    const hub = newHub(server.url.replace('redis://', 'redis://:wrong-password@'));
    await expect(hub.ready(AbortSignal.timeout(1500))).rejects.toThrow();
    const text = JSON.stringify(logger.lines);
    expect(text).toMatch(/WRONGPASS|NOAUTH/);
    expect(text).not.toContain('wrong-password');
  }, 20_000);

  test('when the peer vanishes without a word, then the client connects anew instead of waiting for TCP', async () => {
    const server = await newServer();
    await server.start();
    const proxy = await createTcpProxy({ host: '127.0.0.1', port: server.port });
    const engine = createRedisEngine({
      target: {
        ...{ engine: 'redis', mode: 'single', database: 0, isTls: false },
        ...{ username: null, password: null },
        address: { host: '127.0.0.1', port: proxy.port },
      },
      prefix: null,
      onError: () => undefined,
      silenceMs: 300,
    });
    try {
      await eventually(async () => expect(await engine.check()).toBeNull());
      proxy.freeze();
      proxy.letNewOnesPass();
      const askedAt = Date.now();
      expect(await engine.check()).toBeNull();
      expect(Date.now() - askedAt).toBeGreaterThanOrEqual(299);
    } finally {
      await engine.close();
      await proxy.close();
    }
  }, 20_000);
});
