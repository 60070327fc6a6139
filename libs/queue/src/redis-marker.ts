import type { RedisClient } from './redis-connection.ts';

/**
 * The marker holds the run id of the server that stored it. A wipe removes it; a restart or a failover, which may
 * lose the last second of jobs and keep the marker, changes the run id. A server that hides its run id falls back
 * to the wipe alone.
 */
const runId = `
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or 'set'
`;
const has = `${runId} if redis.call('GET', KEYS[1]) == run then return 1 else return 0 end`;
const set = `${runId} redis.call('SET', KEYS[1], run) return 1`;

const markerKey = (prefix: string) => `${prefix}:marker`;

export async function hasRedisMarker(client: RedisClient, prefix: string): Promise<boolean> {
  return (await client.eval(has, 1, markerKey(prefix))) === 1;
}

export async function setRedisMarker(client: RedisClient, prefix: string): Promise<void> {
  await client.eval(set, 1, markerKey(prefix));
}
