import { describe, expect, test } from '@jest/globals';
import type { ApiKeyRow } from '@yuexin/storage';
import { bootstrapCaller, createKeyAuthenticator, readBearer } from './authenticate.ts';

const row: ApiKeyRow = {
  id: 'key-1',
  callerId: 'caller-1',
  name: 'Orders',
  scopes: ['push:read'],
  appIds: ['wx1'],
  allowedAddresses: null,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  createdAt: new Date(0),
};

function setUp() {
  const asked: string[] = [];
  let nowMs = 0;
  let known: ApiKeyRow | null = row;
  const keys = createKeyAuthenticator({
    apiKeys: {
      findByKey: (key) => {
        asked.push(key);
        return Promise.resolve(key === 'yx_good' ? known : null);
      },
    },
    clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs },
    bootstrapAdminKey: 'a-bootstrap-key-of-more-than-32-characters',
  });
  return {
    keys,
    asked,
    pass: (ms: number) => (nowMs += ms),
    revoke: () => (known = null),
  };
}

describe('keys', () => {
  test('when a key is used often, then it is looked up once in a few seconds', async () => {
    const { keys, asked, pass } = setUp();
    for (let at = 0; at < 5; at += 1)
      expect(await keys.authenticate('yx_good')).toMatchObject({
        callerId: 'caller-1',
        appIds: ['wx1'],
      });
    expect(asked).toHaveLength(1);
    pass(3000);
    await keys.authenticate('yx_good');
    expect(asked).toHaveLength(2);
  });

  test('when a key was revoked, then it ends within seconds, and at once where it was revoked', async () => {
    const { keys, pass, revoke } = setUp();
    await keys.authenticate('yx_good');
    revoke();
    await keys.authenticate('yx_good');
    pass(3000);
    await expect(keys.authenticate('yx_good')).rejects.toMatchObject({ code: 'unauthenticated' });

    const other = setUp();
    await other.keys.authenticate('yx_good');
    other.revoke();
    other.keys.forget();
    await expect(other.keys.authenticate('yx_good')).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('when many requests come at once, then one look-up serves them all, and a failed one is not remembered', async () => {
    const { keys, asked, revoke } = setUp();
    const all = await Promise.all(Array.from({ length: 50 }, () => keys.authenticate('yx_good')));
    expect(new Set(all).size).toBe(1);
    expect(asked).toHaveLength(1);

    keys.forget();
    revoke();
    const refused = await Promise.allSettled([
      keys.authenticate('yx_good'),
      keys.authenticate('yx_good'),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toHaveLength(2);
    await expect(keys.authenticate('yx_good')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(asked).toHaveLength(3);
  });

  test('when a key is forgotten while it is looked up, then what comes is not kept', async () => {
    const { keys, asked } = setUp();
    const before = keys.authenticate('yx_good');
    keys.forget();
    await before;
    await keys.authenticate('yx_good');
    expect(asked).toHaveLength(2);
  });

  test('when a key is unknown, then it is asked for each time; one that is none of ours never', async () => {
    const { keys, asked } = setUp();
    for (let at = 0; at < 2; at += 1)
      await expect(keys.authenticate('yx_bad')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(keys.authenticate('other')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(asked).toEqual(['yx_bad', 'yx_bad']);
  });

  test('when it is the bootstrap key, then it is an administrator without a look-up; nearly is not', async () => {
    const { keys, asked } = setUp();
    const bootstrap = 'a-bootstrap-key-of-more-than-32-characters';
    expect(await keys.authenticate(bootstrap)).toBe(bootstrapCaller);
    await expect(keys.authenticate(`${bootstrap}x`)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(asked).toEqual([]);
  });
});

describe('the Authorization header', () => {
  test.each(['Bearer yx_1', 'bearer yx_1', 'Bearer  yx_1 '])('%j holds a token', (header) => {
    expect(readBearer(header)).toBe('yx_1');
  });
  test.each([undefined, '', 'Bearer', 'Basic abc', 'yx_1', 'Bearer a b'])(
    '%j holds none',
    (header) => {
      expect(() => readBearer(header)).toThrow('Bearer');
    },
  );
});
