import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createApiKeyRepository } from './api-key.repository.ts';

const { core } = await openTestCore();
const keys = createApiKeyRepository(core);
const input = {
  name: '订单系统',
  scopes: ['push:write', 'push:read'],
  appIds: ['wx1'],
  expiresAt: null,
};
const inMs = (ms: number) => new Date(Date.now() + ms);

describe('api keys', () => {
  it('when a key is made, then it opens its row and only its hash is stored', async () => {
    const { row, key } = await keys.create(input);
    expect(key).toMatch(/^yx_[A-Za-z0-9_-]{43}$/);
    expect(row).toMatchObject({ ...input, revokedAt: null, lastUsedAt: null });
    expect(await keys.findByKey(key)).toEqual(row);
    const [stored] = await core.database.query<{ text: string; key_hash: Buffer }>(
      'select api_keys::text as text, key_hash from api_keys where id = $1',
      [row.id],
    );
    expect(stored!.text).not.toContain(key);
    expect(stored!.key_hash).toEqual(createHash('sha256').update(key).digest());
  });

  it('when a key is unknown, then there is no row', async () => {
    expect(await keys.findByKey('yx_unknown')).toBeNull();
  });

  it('when a key is used, then its last use is noted at most once a minute', async () => {
    const { row, key } = await keys.create(input);
    await keys.findByKey(key);
    const first = (await keys.find(row.id))!.lastUsedAt;
    expect(first).not.toBeNull();
    await keys.findByKey(key);
    expect((await keys.find(row.id))!.lastUsedAt).toEqual(first);
    await core.database.query(
      "update api_keys set last_used_at = now() - interval '61 s' where id = $1",
      [row.id],
    );
    await keys.findByKey(key);
    expect((await keys.find(row.id))!.lastUsedAt!.getTime()).toBeGreaterThan(Date.now() - 30_000);
  });

  it('when a key has expired, then it opens nothing', async () => {
    const { key } = await keys.create({ ...input, expiresAt: new Date(Date.now() - 1_000) });
    expect(await keys.findByKey(key)).toBeNull();
    const lasting = await keys.create({ ...input, expiresAt: inMs(60_000) });
    expect(await keys.findByKey(lasting.key)).not.toBeNull();
  });

  it('when a key is revoked, then it opens nothing and still is listed', async () => {
    const { row, key } = await keys.create(input);
    const at = new Date(Date.now() - 1);
    expect((await keys.revoke(row.id, at))!.revokedAt).toEqual(at);
    expect(await keys.findByKey(key)).toBeNull();
    expect((await keys.list())[0]!.id).toBe(row.id);
  });

  it('when a revocation lies ahead, then the key works until then, and a later one does not postpone it', async () => {
    const { row, key } = await keys.create(input);
    const soon = inMs(60_000);
    await keys.revoke(row.id, soon);
    expect(await keys.findByKey(key)).not.toBeNull();
    expect((await keys.revoke(row.id, inMs(120_000)))!.revokedAt).toEqual(soon);
  });

  it('when a caller gets a second key, then both name the same caller', async () => {
    const first = await keys.create(input);
    const second = await keys.create({ ...input, callerId: first.row.callerId });
    expect(second.row.callerId).toBe(first.row.callerId);
    expect(second.row.id).not.toBe(first.row.id);
  });

  it('when an id is unknown, then finding and revoking it answer null', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    expect(await keys.find(id)).toBeNull();
    expect(await keys.revoke(id, new Date())).toBeNull();
  });
});
