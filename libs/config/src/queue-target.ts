/** Host and port of one server. */
export type Address = { host: string; port: number };

type RedisAccess = { username: string | null; password: string | null; isTls: boolean };

/** Where the to-do list lives, as read from QUEUE_URL (contract 2). Holds a password: never log it, log `describeQueueTarget`. */
export type QueueTarget =
  | { engine: 'postgres'; mode: 'single'; url: string }
  | ({ engine: 'redis'; mode: 'single'; address: Address; database: number } & RedisAccess)
  | ({ engine: 'redis'; mode: 'cluster'; nodes: Address[] } & RedisAccess)
  | ({
      engine: 'redis';
      mode: 'sentinel';
      sentinels: Address[];
      /** Name of the master group that the sentinels watch. */
      name: string;
    } & RedisAccess);

const showAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** One short text for logs and for people: engine, mode and addresses, never a name or password. */
export function describeQueueTarget(target: QueueTarget): string {
  if (target.engine === 'postgres') return describeDatabaseUrl(target.url);
  switch (target.mode) {
    case 'single':
      return `Redis at ${showAddress(target.address)}/${target.database}`;
    case 'cluster':
      return `Redis Cluster at ${target.nodes.map(showAddress).join(', ')}`;
    case 'sentinel':
      return `Redis '${target.name}' behind the sentinels ${target.sentinels.map(showAddress).join(', ')}`;
  }
}

/** One short text for logs and for people: host, port and database, never a name or password. */
export function describeDatabaseUrl(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return 'PostgreSQL';
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : hostname;
  return `PostgreSQL at ${host}:${port === '' ? '5432' : port}${pathname}`;
}
