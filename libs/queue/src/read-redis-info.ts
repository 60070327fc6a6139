export type RedisServerInfo = {
  /** Redis, Valkey, or what else speaks the protocol. */
  product: string;
  version: string;
  /** `maxmemory-policy`; empty where the server does not tell it. */
  policy: string;
  usedBytes: number;
  /** 0: no limit. */
  maxBytes: number;
  isReplica: boolean;
  isClusterNode: boolean;
  hasAppendOnlyFile: boolean;
  /** The last write of its files went well, or there was none. */
  isPersistenceWell: boolean;
  clients: number;
  /** 0: it does not tell. */
  clientsMax: number;
};

/** Reads what INFO answers; what a server leaves out is empty, 0 or false. */
export function readRedisInfo(text: string): RedisServerInfo {
  const fields = new Map(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const];
    }),
  );
  const word = (name: string): string => fields.get(name) ?? '';
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  const isWell = (name: string): boolean => (fields.get(name) ?? 'ok') === 'ok';
  return {
    ...productOf(fields),
    policy: word('maxmemory_policy'),
    usedBytes: number('used_memory'),
    maxBytes: number('maxmemory'),
    isReplica: word('role') === 'slave',
    isClusterNode: word('cluster_enabled') === '1',
    hasAppendOnlyFile: word('aof_enabled') === '1',
    isPersistenceWell: isWell('aof_last_write_status') && isWell('rdb_last_bgsave_status'),
    clients: number('connected_clients'),
    clientsMax: number('maxclients'),
  };
}

/** Others tell Redis' version for the sake of clients, and their own beside it. */
function productOf(
  fields: ReadonlyMap<string, string>,
): Pick<RedisServerInfo, 'product' | 'version'> {
  const valkey = fields.get('valkey_version');
  if (valkey !== undefined) return { product: 'Valkey', version: valkey };
  const dragonfly = fields.get('dragonfly_version');
  if (dragonfly !== undefined) return { product: 'Dragonfly', version: dragonfly };
  return { product: 'Redis', version: fields.get('redis_version') ?? '' };
}
