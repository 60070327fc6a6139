import { expect, test } from '@jest/globals';
import { readRedisInfo } from './read-redis-info.ts';

const info = (...lines: string[]): string => lines.join('\r\n');

test('what a Redis tells of itself is read', () => {
  const text = info(
    ...['# Server', 'redis_version:7.0.15', 'os:Linux 6.1:x', '', '# Clients'],
    ...['connected_clients:12', 'maxclients:10000', 'used_memory:1048576', 'maxmemory:2097152'],
    ...['maxmemory_policy:noeviction', 'aof_enabled:1', 'aof_last_write_status:ok'],
    ...['rdb_last_bgsave_status:err', 'role:slave', 'cluster_enabled:1'],
  );
  expect(readRedisInfo(text)).toEqual({
    ...{ product: 'Redis', version: '7.0.15', policy: 'noeviction' },
    ...{ usedBytes: 1_048_576, maxBytes: 2_097_152, clients: 12, clientsMax: 10_000 },
    ...{ isReplica: true, isClusterNode: true, hasAppendOnlyFile: true, isPersistenceWell: false },
  });
});

test('a Valkey is called by its name and its own version; what is not told is not made up', () => {
  const text = info('redis_version:7.2.4', 'server_name:valkey', 'valkey_version:8.0.1');
  expect(readRedisInfo(text)).toEqual({
    ...{ product: 'Valkey', version: '8.0.1', policy: '' },
    ...{ usedBytes: 0, maxBytes: 0, clients: 0, clientsMax: 0 },
    ...{ isReplica: false, isClusterNode: false },
    ...{ hasAppendOnlyFile: false, isPersistenceWell: true },
  });
});
