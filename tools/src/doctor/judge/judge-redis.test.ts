import { expect, test } from '@jest/globals';
import type { RedisServerFacts } from '@yuexin/queue';
import { judgeRedis } from './judge-redis.ts';

const server: RedisServerFacts = {
  ...{ address: 'redis:6379', product: 'Redis', version: '7.0.15', policy: 'noeviction' },
  ...{ usedBytes: 5e6, maxBytes: 0, isReplica: false, isClusterNode: false },
  ...{ hasAppendOnlyFile: true, isPersistenceWell: true, clients: 3, clientsMax: 10_000 },
  ...{ roundTripMs: 0.2, clockAheadMs: 0 },
};
const judge = (given: Partial<RedisServerFacts>, isCluster = false) =>
  judgeRedis({ servers: [{ ...server, ...given }], clusterState: null }, isCluster);
const statusesOf = (findings: ReturnType<typeof judge>) =>
  findings.filter(({ check }) => check === 'Redis').map(({ status }) => status);

test('a Redis as it should be is well, and so is a Valkey of any version', () => {
  expect(statusesOf(judge({}))).toEqual(['ok']);
  expect(statusesOf(judge({ product: 'Valkey', version: '8.0.1' }))).toEqual(['ok']);
  expect(statusesOf(judge({ version: '6.2.0' }))).toEqual(['ok']);
  expect(statusesOf(judge({ isClusterNode: true }, true))).toEqual(['ok']);
});

test.each([
  ['it evicts', { policy: 'allkeys-lru' }],
  ['it is old', { version: '6.0.16' }],
  ['it is a replica', { isReplica: true }],
  ['it is a node of a cluster that is not named as one', { isClusterNode: true }],
])('when %s, then it fails and says what to do', (_, given) => {
  const [finding, ...others] = judge(given);
  expect(finding?.status).toBe('failed');
  expect(finding?.todo).toMatch(/\.$/);
  expect(statusesOf(others)).toEqual([]);
});

test.each([
  ['it keeps no file', { hasAppendOnlyFile: false }],
  ['its last write went wrong', { isPersistenceWell: false }],
  ['its memory is nearly full', { usedBytes: 90, maxBytes: 100 }],
  ['its clients are nearly too many', { clients: 9_000 }],
])('when %s, then it is well with a warning', (_, given) => {
  expect(statusesOf(judge(given))).toEqual(['ok', 'warning']);
});

test('a cluster that is not whole fails, whatever its nodes say', () => {
  const found = judgeRedis(
    { servers: [{ ...server, isClusterNode: true }], clusterState: 'fail' },
    true,
  );
  expect(statusesOf(found)).toEqual(['failed', 'ok']);
});
