import { afterEach, expect, test } from '@jest/globals';
import { parseQueueUrl } from '@yuexin/config';
import { inspectRedis } from './inspect-redis.ts';
import type { RedisTarget } from './redis-connection.ts';
import { describeRedis } from './test-support/describe-redis.ts';
import {
  createRedisServer,
  type RedisServer,
  type RedisServerOptions,
} from './test-support/redis-server.ts';

const targetOf = (url: string): RedisTarget => parseQueueUrl(url) as RedisTarget;

describeRedis('inspectRedis', () => {
  let servers: RedisServer[] = [];
  const start = async (options: RedisServerOptions = {}): Promise<RedisServer> => {
    const server = await createRedisServer(options);
    servers.push(server);
    await server.start();
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    servers = [];
  });

  test('when it is set up as it should be, then that is what is told', async () => {
    const { url, port } = await start({
      args: ['--maxmemory-policy', 'noeviction', '--appendonly', 'yes', '--maxmemory', '64mb'],
    });
    const { servers: seen, clusterState } = await inspectRedis(targetOf(url));
    expect(clusterState).toBeNull();
    expect(seen).toHaveLength(1);
    const [facts] = seen;
    expect(facts).toMatchObject({
      ...{ address: `127.0.0.1:${port}`, policy: 'noeviction', maxBytes: 64 * 1024 ** 2 },
      ...{ hasAppendOnlyFile: true, isPersistenceWell: true },
      ...{ isReplica: false, isClusterNode: false },
    });
    expect(facts?.version).toMatch(/^\d+\.\d+/);
    expect(Math.abs(facts?.clockAheadMs ?? Infinity)).toBeLessThan(5_000);
  });

  test('when it evicts and keeps nothing on disk, then that is what is told', async () => {
    const { url } = await start({ args: ['--maxmemory-policy', 'allkeys-lru'] });
    expect((await inspectRedis(targetOf(url))).servers).toEqual([
      expect.objectContaining({ policy: 'allkeys-lru', hasAppendOnlyFile: false }),
    ]);
  });

  test('when a single address leads into a cluster, then it is seen to be a node of one', async () => {
    const { url } = await start({ config: 'cluster-enabled yes' });
    expect((await inspectRedis(targetOf(url))).servers[0]?.isClusterNode).toBe(true);
  });

  test('when the password is wrong, then it is refused at once or within seconds, and the password is not told', async () => {
    const { port } = await start({ args: ['--requirepass', 'right'] });
    const asked = inspectRedis(targetOf(`redis://:s3cret@127.0.0.1:${port}`));
    await expect(asked).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+\/0 does not serve: .*password/),
    });
    await asked.catch((error: unknown) => expect(String(error)).not.toContain('s3cret'));
  });

  test('when nobody listens, then that is said', async () => {
    const server = await start();
    await server.kill();
    await expect(inspectRedis(targetOf(server.url))).rejects.toMatchObject({
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
