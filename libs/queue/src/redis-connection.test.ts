import { parseQueueUrl } from '@yuexin/config';
import { describe, expect, test } from '@jest/globals';
import { redisOptions, type RedisTarget } from './redis-connection.ts';
import { redisPrefix } from './redis-engine.ts';

const read = (url: string) => redisOptions(parseQueueUrl(url) as RedisTarget);

describe('connections to Redis', () => {
  test('they wait for ever, as BullMQ requires, and come back within two seconds', () => {
    const { maxRetriesPerRequest, retryStrategy } = read('redis://h');
    expect(maxRetriesPerRequest).toBeNull();
    expect(retryStrategy?.(1)).toBe(100);
    expect(retryStrategy?.(10_000)).toBe(2000);
  });

  test.each(['rediss://h', 'rediss-cluster://a,b', 'rediss-sentinel://h/m'])(
    '%s is encrypted and checks certificates',
    (url) => {
      expect(read(url).tls).toEqual({});
    },
  );

  test('a password without a name, or with one, is handed on; without TLS there is none', () => {
    expect(read('redis://:p%40ss@h')).toMatchObject({ password: 'p@ss' });
    expect(read('redis://:p@h')).not.toHaveProperty('username');
    expect(read('redis-cluster://u:p@h')).toMatchObject({ username: 'u', password: 'p' });
    expect(read('redis://h')).not.toHaveProperty('tls');
  });

  test('after a failover the client turns to the new master and repeats the command', () => {
    const { reconnectOnError } = read('redis://h');
    expect(
      reconnectOnError?.(new Error("READONLY You can't write against a read only replica.")),
    ).toBe(2);
    expect(reconnectOnError?.(new Error('OOM'))).toBe(false);
  });

  test('all keys of an app share one hash slot, under the prefix of the environment', () => {
    expect(redisPrefix(null, 'wx1')).toBe('yx{wx1}');
    expect(redisPrefix('staging', 'wx1')).toBe('staging:yx{wx1}');
  });
});
