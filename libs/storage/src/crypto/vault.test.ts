import { describe, expect, it } from '@jest/globals';
import { createVault, keyIdOf, type CipherPlace } from './vault.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const place: CipherPlace = { table: 'users', column: 'phone_cipher', owner: 'wx1/o1' };
const text = '手机 +8613800000000 📱';

describe('vault', () => {
  it('when a text is encrypted, then decrypting gives it back and nothing of it shows', () => {
    const vault = createVault([newKey]);
    const ciphertext = vault.encrypt(text, place);
    expect(vault.decrypt(ciphertext, place)).toBe(text);
    expect(ciphertext.includes(Buffer.from('13800000000'))).toBe(false);
  });

  it('when the same text is encrypted twice, then the ciphertexts differ', () => {
    const vault = createVault([newKey]);
    expect(vault.encrypt(text, place).equals(vault.encrypt(text, place))).toBe(false);
  });

  it('when keys rotate, then the newest encrypts and every listed key still decrypts', () => {
    const before = createVault([oldKey]).encrypt(text, place);
    const vault = createVault([newKey, oldKey]);
    expect(vault.decrypt(before, place)).toBe(text);
    expect(vault.isCurrent(before)).toBe(false);
    const after = vault.encrypt(text, place);
    expect(vault.isCurrent(after)).toBe(true);
    expect(createVault([newKey]).decrypt(after, place)).toBe(text);
  });

  it('when the key is not listed, then the message names it by its id', () => {
    const before = createVault([oldKey]).encrypt(text, place);
    const id = keyIdOf(oldKey).toString('hex');
    expect(() => createVault([newKey]).decrypt(before, place)).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringContaining(id) }),
    );
  });

  it.each([
    ['row', { owner: 'wx1/o2' }],
    ['column', { column: 'other' }],
    ['table', { table: 'pushes' }],
  ] as const)('when a ciphertext was moved to another %s, then it does not open', (_, other) => {
    const vault = createVault([newKey]);
    const ciphertext = vault.encrypt(text, place);
    expect(() => vault.decrypt(ciphertext, { ...place, ...other })).toThrow(/altered or belongs/);
  });

  it('when any byte of iv, tag or data was altered, then it does not open', () => {
    const vault = createVault([newKey]);
    const ciphertext = vault.encrypt(text, place);
    for (let at = 9; at < ciphertext.length; at += 1) {
      const altered = Buffer.from(ciphertext);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(() => vault.decrypt(altered, place)).toThrow(/altered or belongs/);
    }
  });

  it('when a value is no ciphertext of ours, then that is said', () => {
    const vault = createVault([newKey]);
    expect(() => vault.decrypt(Buffer.from('plain'), place)).toThrow(/unknown form/);
    const otherVersion = vault.encrypt(text, place);
    otherVersion.writeUInt8(2, 0);
    expect(() => vault.decrypt(otherVersion, place)).toThrow(/unknown form/);
  });

  it('when no key is listed, then there is no vault', () => {
    expect(() => createVault([])).toThrow(/at least one/);
  });
});
