import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { askRedis } from '../../local-stack/ask-redis.ts';
import { freeClusterPort } from '../../local-stack/ports.ts';
import { createRedisProcess, type RedisProcess } from '../../local-stack/redis-process.ts';
import { mainApp } from '../plan/chaos-apps.ts';
import type { CloseLater, Stores } from './stores.ts';

const NODES = 6;
const NODE_TIMEOUT_MS = 1_500;
const FORM_LIMIT_MS = 60_000;

/** Three masters with a replica each. What is killed is the master that holds the queue of the main app. */
export async function openRedisCluster(input: {
  folder: string;
  closeLater: CloseLater;
}): Promise<{ queueUrl: string; redis: Stores['redis'] }> {
  const nodes: RedisProcess[] = [];
  for (let count = 0; count < NODES; count += 1) {
    const node = await openNode(input.folder);
    input.closeLater(() => node.close());
    nodes.push(node);
  }
  await form(nodes);
  let killed: RedisProcess | undefined;
  return {
    queueUrl: `redis-cluster://${nodes.map(({ port }) => `127.0.0.1:${String(port)}`).join(',')}`,
    redis: {
      async kill() {
        const master = await findMaster(nodes);
        killed = nodes.find(({ port }) => port === master);
        await killed?.kill();
      },
      start: async () => killed?.start(),
    },
  };
}

async function openNode(folder: string): Promise<RedisProcess> {
  const port = await freeClusterPort();
  const node = createRedisProcess({
    ...{ port, folder },
    config: [
      'cluster-enabled yes',
      `cluster-config-file nodes-${String(port)}.conf`,
      `cluster-node-timeout ${String(NODE_TIMEOUT_MS)}`,
    ],
  });
  await node.start();
  return node;
}

async function form(nodes: readonly RedisProcess[]): Promise<void> {
  const [first] = nodes;
  if (first === undefined) throw new Error('A cluster has nodes.');
  const addresses = nodes.map(({ port }) => `127.0.0.1:${String(port)}`);
  const create = ['--cluster', 'create', ...addresses];
  await askRedis(first.port, ...create, '--cluster-replicas', '1', '--cluster-yes');
  const endAt = Date.now() + FORM_LIMIT_MS;
  while (Date.now() < endAt) {
    const tables = await Promise.all(nodes.map(({ port }) => askRedis(port, 'cluster', 'nodes')));
    const isWhole = tables.every((table) => table.split('\n').filter(isReplica).length === 3);
    const infos = await Promise.all(nodes.map(({ port }) => askRedis(port, 'cluster', 'info')));
    if (isWhole && infos.every((info) => info.includes('cluster_state:ok'))) return;
    await delay(200);
  }
  throw new AppError('unavailable', { message: 'The Redis Cluster of the run did not form.' });
}

const isReplica = (line: string): boolean => / (myself,)?slave [0-9a-f]{40} /.test(line);

/** The port of the master of the main app's hash slot, by whoever answers. */
async function findMaster(nodes: readonly RedisProcess[]): Promise<number> {
  for (const { port } of nodes.filter((node) => node.pid() !== undefined)) {
    const slot = Number(await askRedis(port, 'cluster', 'keyslot', `{${mainApp.appId}}`));
    const table = await askRedis(port, 'cluster', 'nodes');
    for (const line of table.split('\n')) {
      const [, address = '', flags = '', , , , , , ...ranges] = line.split(' ');
      if (!flags.includes('master') || flags.includes('fail') || !holds(ranges, slot)) continue;
      return Number(/:(\d+)@/.exec(address)?.[1]);
    }
  }
  throw new Error('No master holds the slot of the main app.');
}

const holds = (ranges: readonly string[], slot: number): boolean =>
  ranges.some((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return first !== undefined && last !== undefined && first <= slot && slot <= last;
  });
