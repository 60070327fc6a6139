import { describe, expect, test } from '@jest/globals';
import { parseQueueUrl } from './parse-queue-url.ts';
import { describeDatabaseUrl, describeQueueTarget } from './queue-target.ts';

const plain = { username: null, password: null, isTls: false };
const single = { engine: 'redis', mode: 'single', ...plain, database: 0 };

describe('QUEUE_URL', () => {
  test.each([
    ['redis://localhost', { ...single, address: { host: 'localhost', port: 6379 } }],
    [
      'redis://10.0.0.1:7000/3',
      { ...single, address: { host: '10.0.0.1', port: 7000 }, database: 3 },
    ],
    ['redis://localhost:6379/', { ...single, address: { host: 'localhost', port: 6379 } }],
    ['redis://[::1]:6380', { ...single, address: { host: '::1', port: 6380 } }],
    [
      'rediss://user:p%40ss%2Fword@cache.example.com:6380',
      {
        ...single,
        address: { host: 'cache.example.com', port: 6380 },
        username: 'user',
        password: 'p@ss/word',
        isTls: true,
      },
    ],
    [
      'redis://:100%@localhost',
      { ...single, address: { host: 'localhost', port: 6379 }, password: '100%' },
    ],
    [
      'redis-cluster://h1:7000,h2,[::1]:7001',
      {
        engine: 'redis',
        mode: 'cluster',
        nodes: [
          { host: 'h1', port: 7000 },
          { host: 'h2', port: 6379 },
          { host: '::1', port: 7001 },
        ],
        ...plain,
      },
    ],
    [
      'rediss-cluster://:secret@h1:7000',
      {
        engine: 'redis',
        mode: 'cluster',
        nodes: [{ host: 'h1', port: 7000 }],
        ...plain,
        password: 'secret',
        isTls: true,
      },
    ],
    [
      'redis-sentinel://h1,h2:26380/main',
      {
        engine: 'redis',
        mode: 'sentinel',
        sentinels: [
          { host: 'h1', port: 26379 },
          { host: 'h2', port: 26380 },
        ],
        name: 'main',
        ...plain,
      },
    ],
    [
      'rediss-sentinel://h1/main',
      {
        engine: 'redis',
        mode: 'sentinel',
        sentinels: [{ host: 'h1', port: 26379 }],
        name: 'main',
        ...plain,
        isTls: true,
      },
    ],
    ['postgres://a:b@h/db', { engine: 'postgres', mode: 'single', url: 'postgres://a:b@h/db' }],
    [
      'postgresql:///db?host=/run',
      { engine: 'postgres', mode: 'single', url: 'postgresql:///db?host=/run' },
    ],
  ])('%s is understood', (url, target) => {
    expect(parseQueueUrl(url)).toEqual(target);
  });

  test.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://localhost:0',
    'redis://localhost:65536',
    'redis://localhost:port',
    'redis://localhost/name',
    'redis://h1,h2',
    'redis://a@b@c',
    'redis-cluster://h1,,h2',
    'redis-cluster://h1:7000/1',
    'redis-sentinel://h1:26379',
    'redis-sentinel://h1:26379/',
    'redis-sentinel://h1:x/main',
    'postgres://h:port/db',
    'mysql://h/db',
  ])('%s is not', (url) => {
    expect(parseQueueUrl(url)).toBeNull();
  });
});

describe('what is said of a target', () => {
  test.each([
    ['redis://u:hush@h:7000/3', 'Redis at h:7000/3'],
    ['redis://[::1]', 'Redis at [::1]:6379/0'],
    ['redis-cluster://:hush@h1:1,h2:2', 'Redis Cluster at h1:1, h2:2'],
    ['redis-sentinel://:hush@h1/main', "Redis 'main' behind the sentinels h1:26379"],
    ['postgres://u:hush@h/db', 'PostgreSQL at h:5432/db'],
  ])('%s is told without its password', (url, text) => {
    expect(describeQueueTarget(parseQueueUrl(url)!)).toBe(text);
  });

  test.each([
    ['postgres://u:hush@h:1/db?sslmode=require', 'PostgreSQL at h:1/db'],
    ['postgres:///db?host=/run/postgresql', 'PostgreSQL at /run/postgresql:5432/db'],
    ['postgres:///db', 'PostgreSQL at localhost:5432/db'],
    ['u:hush@h', 'PostgreSQL'],
  ])('a database at %s is told without its password', (url, text) => {
    expect(describeDatabaseUrl(url)).toBe(text);
  });
});
