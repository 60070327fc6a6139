import type { RedisFacts, RedisServerFacts } from '@yuexin/queue';
import { failed, ok, warning, type Finding } from '../finding.ts';
import { judgeClock } from './judge-clock.ts';

const check = 'Redis';
const oldest = { major: 6, minor: 2 };
const fullShare = 0.8;
const mb = 1024 ** 2;

/** `isCluster`: QUEUE_URL says that it is one. */
export function judgeRedis(facts: RedisFacts, isCluster: boolean): Finding[] {
  return [
    ...(facts.clusterState === null || facts.clusterState === 'ok'
      ? []
      : [
          failed(
            check,
            `The cluster says of itself: ${facts.clusterState}. Apps whose slots are away are not sent.`,
            'Bring the missing masters back (redis-cli --cluster check).',
          ),
        ]),
    ...facts.servers.flatMap((server) => judgeServer(server, isCluster)),
  ];
}

function judgeServer(server: RedisServerFacts, isCluster: boolean): Finding[] {
  const wrong = [...wrongWith(server, isCluster), ...worriesOf(server)];
  const { address, product, version, roundTripMs, usedBytes } = server;
  const well = ok(
    check,
    `${product} ${version} at ${address}, ${server.policy || 'policy not told'}, ${(usedBytes / mb).toFixed(0)} MB used, answers in ${roundTripMs.toFixed(1)} ms.`,
  );
  const clock = judgeClock({ whose: `Redis at ${address}`, aheadMs: server.clockAheadMs });
  return [...(wrong.some(({ status }) => status === 'failed') ? [] : [well]), ...wrong, clock];
}

function wrongWith(server: RedisServerFacts, isCluster: boolean): Finding[] {
  const { address, policy, product, version } = server;
  return [
    ...(product === 'Redis' && isOlder(version)
      ? [failed(check, `${address} is version ${version}.`, 'It must be 6.2 or newer, or Valkey.')]
      : []),
    ...(policy !== '' && policy !== 'noeviction'
      ? [
          failed(
            check,
            `maxmemory-policy of ${address} is ${policy}: when memory is full it throws jobs away, and parts of jobs.`,
            'Set maxmemory-policy noeviction, in the file as well as now (CONFIG SET).',
          ),
        ]
      : []),
    ...(server.isReplica
      ? [
          failed(
            check,
            `${address} is a replica and takes no writes.`,
            'Let QUEUE_URL lead to the master: by sentinels, a cluster or a name that follows it.',
          ),
        ]
      : []),
    ...(server.isClusterNode && !isCluster
      ? [
          failed(
            check,
            `${address} is a node of a cluster, and QUEUE_URL takes it for a server alone.`,
            'Write QUEUE_URL as redis-cluster://host:port,host:port.',
          ),
        ]
      : []),
  ];
}

function worriesOf(server: RedisServerFacts): Finding[] {
  const { address, usedBytes, maxBytes, clients, clientsMax } = server;
  return [
    ...(server.hasAppendOnlyFile
      ? []
      : [
          warning(
            check,
            `${address} keeps no append-only file: after its restart the queues are rebuilt from PostgreSQL, which takes a while.`,
            'Set appendonly yes (appendfsync everysec); nothing is lost without it.',
          ),
        ]),
    ...(server.isPersistenceWell
      ? []
      : [
          warning(
            check,
            `${address} could not write its files the last time; it may refuse all writes then.`,
            'Look at its log and at its disk.',
          ),
        ]),
    ...(maxBytes > 0 && usedBytes > fullShare * maxBytes
      ? [
          warning(
            check,
            `${address} uses ${(usedBytes / mb).toFixed(0)} of ${(maxBytes / mb).toFixed(0)} MB; full, it takes no more jobs, and they wait in PostgreSQL.`,
            'Raise maxmemory, or lower BACKLOG_MAX.',
          ),
        ]
      : []),
    ...(clientsMax > 0 && clients > fullShare * clientsMax
      ? [
          warning(
            check,
            `${clients} of ${clientsMax} clients are connected to ${address}.`,
            'Raise maxclients: a worker holds about one connection for each app.',
          ),
        ]
      : []),
  ];
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldest.major || (major === oldest.major && minor < oldest.minor);
}
