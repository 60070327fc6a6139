import type { RedisClient } from './redis-connection.ts';

/**
 * The marker holds the run id of the server that stored it. A wipe removes it; a restart or a failover, which may
 * lose the last second of jobs and keep the marker, changes the run id. A server that hides its run id falls back
 * to the wipe alone. KEYS: marker, note.
 */
const runId = `
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or 'set'
`;
const has = `${runId}
if redis.call('GET', KEYS[1]) == run then return 1 end
redis.call('SET', KEYS[2], run)
return 0`;
const set = `${runId}
if ARGV[1] == '1' and redis.call('GET', KEYS[2]) ~= run then return 0 end
redis.call('SET', KEYS[1], run)
redis.call('DEL', KEYS[2])
return 1`;

const keysOf = (prefix: string): [string, string] => [`${prefix}:marker`, `${prefix}:marker-note`];

export async function hasRedisMarker(client: RedisClient, prefix: string): Promise<boolean> {
  return (await client.eval(has, 2, ...keysOf(prefix))) === 1;
}

export async function setRedisMarker(
  client: RedisClient,
  prefix: string,
  isNoteNeeded: boolean,
): Promise<void> {
  await client.eval(set, 2, ...keysOf(prefix), isNoteNeeded ? 1 : 0);
}
