import { describe, expect, test } from '@jest/globals';
import { isAddressAllowed, readAddressRange } from './address-list.ts';

describe('the addresses a key may be used from', () => {
  const ranges = ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32'];
  test.each([
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['10.255.1.2', true],
    ['::ffff:10.1.2.3', true],
    ['::ffff:11.1.2.3', false],
    ['2001:db8:1::5', true],
    ['2001:db9::5', false],
    ['not an address', false],
    [undefined, false],
  ])('%s is among them: %s', (address, isAmong) => {
    expect(isAddressAllowed(address, ranges)).toBe(isAmong);
  });

  test('are all of them without a list', () => {
    expect(isAddressAllowed('198.51.100.1', null)).toBe(true);
    expect(isAddressAllowed(undefined, null)).toBe(true);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', '::/129', '1.2.3.4/', '1.2.3.4/8/8', 'example.com', ''])(
    '%s is no range',
    (text) => {
      expect(readAddressRange(text)).toBeNull();
    },
  );
});
