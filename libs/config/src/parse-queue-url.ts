import type { Address, QueueTarget } from './queue-target.ts';

const redisPort = 6379;
const sentinelPort = 26379;
const highestPort = 65535;

const shape =
  /^(?<scheme>[a-z-]+):\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@]*))?@)?(?<hosts>[^/?#@]+)(?:\/(?<path>[^?#]*))?$/;
const addressShape = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[^:,[\]\s]+))(?::(?<port>\d+))?$/;

function parseAddress(text: string, defaultPort: number): Address | null {
  const groups = addressShape.exec(text)?.groups;
  const host = groups?.v6 ?? groups?.name;
  if (host === undefined) return null;
  const port = Number(groups?.port ?? defaultPort);
  return port > 0 && port <= highestPort ? { host, port } : null;
}

function parseAddresses(text: string, defaultPort: number): Address[] | null {
  const found: Address[] = [];
  for (const part of text.split(',')) {
    const address = parseAddress(part, defaultPort);
    if (address === null) return null;
    found.push(address);
  }
  return found;
}

function decode(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare % in a password that nobody encoded: it is meant as it stands.
    return text;
  }
}

type Parts = { hosts: string; path: string; username: string | null; password: string | null };

function parseSingle(parts: Parts, isTls: boolean): QueueTarget | null {
  const address = parseAddress(parts.hosts, redisPort);
  if (address === null || !/^\d{0,3}$/.test(parts.path)) return null;
  const { username, password } = parts;
  const database = Number(parts.path);
  return { engine: 'redis', mode: 'single', address, database, username, password, isTls };
}

function parseCluster(parts: Parts, isTls: boolean): QueueTarget | null {
  const nodes = parseAddresses(parts.hosts, redisPort);
  // A cluster has one database only, so that a path could not be meant.
  if (nodes === null || parts.path !== '') return null;
  const { username, password } = parts;
  return { engine: 'redis', mode: 'cluster', nodes, username, password, isTls };
}

function parseSentinel(parts: Parts, isTls: boolean): QueueTarget | null {
  const sentinels = parseAddresses(parts.hosts, sentinelPort);
  if (sentinels === null || !/^[\w.-]+$/.test(parts.path)) return null;
  const { username, password } = parts;
  return {
    engine: 'redis',
    mode: 'sentinel',
    sentinels,
    name: parts.path,
    username,
    password,
    isTls,
  };
}

/**
 * Reads QUEUE_URL: `redis://`, `rediss://` (TLS), `redis-cluster://h1:p,h2:p`, `redis-sentinel://h:p/name`
 * (and `rediss-cluster://`, `rediss-sentinel://`), `postgres://`, `postgresql://`. Null when it is none of them.
 * Names and passwords are percent-decoded; ports default to 6379, for sentinels to 26379.
 */
export function parseQueueUrl(url: string): QueueTarget | null {
  if (/^postgres(ql)?:\/\//.test(url)) {
    return URL.canParse(url) ? { engine: 'postgres', mode: 'single', url } : null;
  }
  const groups = shape.exec(url)?.groups;
  if (groups === undefined) return null;
  const parts: Parts = {
    hosts: groups.hosts ?? '',
    path: groups.path ?? '',
    username: decode(groups.user),
    password: decode(groups.password),
  };
  switch (groups.scheme) {
    case 'redis':
      return parseSingle(parts, false);
    case 'rediss':
      return parseSingle(parts, true);
    case 'redis-cluster':
      return parseCluster(parts, false);
    case 'rediss-cluster':
      return parseCluster(parts, true);
    case 'redis-sentinel':
      return parseSentinel(parts, false);
    case 'rediss-sentinel':
      return parseSentinel(parts, true);
    default:
      return null;
  }
}
