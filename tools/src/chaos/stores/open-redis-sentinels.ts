import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { askRedis } from '../../local-stack/ask-redis.ts';
import { freePort } from '../../local-stack/ports.ts';
import { createRedisProcess, type RedisProcess } from '../../local-stack/redis-process.ts';
import type { CloseLater, Stores } from './stores.ts';

const NAME = 'yuexin';
const REPLICAS = 2;
const SENTINELS = 3;
const QUORUM = 2;
const DOWN_AFTER_MS = 1_000;
const FORM_LIMIT_MS = 60_000;

/** A master with two replicas, watched by three sentinels. What is killed is the master of the moment. */
export async function openRedisSentinels(input: {
  folder: string;
  closeLater: CloseLater;
}): Promise<{ queueUrl: string; redis: Stores['redis'] }> {
  const open = async (config: readonly string[], args: readonly string[] = []) => {
    const node = createRedisProcess({
      ...{ port: await freePort(), folder: input.folder, config, args },
    });
    await node.start();
    input.closeLater(() => node.close());
    return node;
  };
  const master = await open([]);
  const servers = [master];
  for (let count = 0; count < REPLICAS; count += 1) {
    servers.push(await open([`replicaof 127.0.0.1 ${String(master.port)}`]));
  }
  const sentinels: RedisProcess[] = [];
  for (let count = 0; count < SENTINELS; count += 1) {
    sentinels.push(await open(sentinelLines(master.port), ['--sentinel']));
  }
  await waitUntilKnown(sentinels);
  let killed: RedisProcess | undefined;
  const addresses = sentinels.map(({ port }) => `127.0.0.1:${String(port)}`).join(',');
  return {
    queueUrl: `redis-sentinel://${addresses}/${NAME}`,
    redis: {
      async kill() {
        const port = await masterOf(sentinels);
        killed = servers.find((server) => server.port === port);
        await killed?.kill();
      },
      start: async () => killed?.start(),
    },
  };
}

const sentinelLines = (port: number): string[] => [
  `sentinel monitor ${NAME} 127.0.0.1 ${String(port)} ${String(QUORUM)}`,
  `sentinel down-after-milliseconds ${NAME} ${String(DOWN_AFTER_MS)}`,
  `sentinel failover-timeout ${NAME} 5000`,
];

/** Until every sentinel knows both replicas and the other sentinels: before that there is nobody to fail over to. */
async function waitUntilKnown(sentinels: readonly RedisProcess[]): Promise<void> {
  const endAt = Date.now() + FORM_LIMIT_MS;
  while (Date.now() < endAt) {
    const answers = await Promise.all(
      sentinels.map(({ port }) => askRedis(port, 'sentinel', 'master', NAME)),
    );
    if (answers.every((answer) => knows(answer, 'num-slaves', REPLICAS))) {
      if (answers.every((answer) => knows(answer, 'num-other-sentinels', SENTINELS - 1))) return;
    }
    await delay(200);
  }
  throw new AppError('unavailable', {
    message: 'The sentinels of the run did not find each other.',
  });
}

const knows = (answer: string, name: string, count: number): boolean =>
  new RegExp(`^${name}\\n${String(count)}$`, 'm').test(answer);

async function masterOf(sentinels: readonly RedisProcess[]): Promise<number> {
  const [first] = sentinels;
  if (first === undefined) throw new Error('There are sentinels.');
  const answer = await askRedis(first.port, 'sentinel', 'get-master-addr-by-name', NAME);
  return Number(answer.split('\n')[1]);
}
