import { describe, expect, test } from '@jest/globals';
import type { ApiKeyRow } from '@yuexin/storage';
import { createKeyAuthenticator } from './authenticate.ts';

const row: ApiKeyRow = {
  id: 'key-1',
  callerId: 'caller-1',
  name: 'Orders',
  scopes: ['push:read'],
  appIds: null,
  allowedAddresses: null,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  createdAt: new Date(0),
};

describe('a key that ends soon', () => {
  test.each([
    ['because it expires', { expiresAt: new Date(1000) }],
    ['because it was rotated', { revokedAt: new Date(1000) }],
  ])('when it was used a moment ago, then it ends all the same: %s', async (_why, end) => {
    let nowMs = 0;
    const keys = createKeyAuthenticator({
      apiKeys: { findByKey: () => Promise.resolve(nowMs < 1000 ? { ...row, ...end } : null) },
      clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs + 5_000_000 },
      bootstrapAdminKey: null,
    });
    expect(await keys.authenticate('yx_1')).toMatchObject({ keyId: 'key-1' });
    nowMs = 999;
    expect(await keys.authenticate('yx_1')).toMatchObject({ keyId: 'key-1' });
    nowMs = 1000;
    await expect(keys.authenticate('yx_1')).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
