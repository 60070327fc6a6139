import { describe, expect, it } from '@jest/globals';
import { openTestCore, testMasterKey } from '../test-support/open-test-core.ts';
import { createPhoneIndex } from './phone-index.ts';

const { core, openAnother } = await openTestCore();
const phone = '+8613800000000';

describe('phone index', () => {
  it('when eight processes hash for the first time at once, then they agree', async () => {
    const indexes = Array.from({ length: 8 }, () => createPhoneIndex(core));
    const hashes = await Promise.all(indexes.map((index) => index.hash(phone)));
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(1);
    expect(await core.database.query('select name from wrapped_keys')).toHaveLength(1);
  });

  it('when phones differ, then their hashes do', async () => {
    const [one, other] = await Promise.all([
      core.phoneIndex.hash(phone),
      core.phoneIndex.hash('+8613800000001'),
    ]);
    expect(one.equals(other)).toBe(false);
  });

  it('when the master key rotates, then hashes stay', async () => {
    const rotated = openAnother({ masterKeys: [Buffer.alloc(32, 9), testMasterKey] });
    expect(await rotated.phoneIndex.hash(phone)).toEqual(await core.phoneIndex.hash(phone));
  });

  it('when the database belongs to another master key, then hashing says so', async () => {
    const stranger = openAnother({ masterKeys: [Buffer.alloc(32, 9)] });
    await expect(stranger.phoneIndex.hash(phone)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('MASTER_KEY does not list the key'),
    });
  });
});
