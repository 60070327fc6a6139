import { describe, expect, test } from '@jest/globals';
import { createJudgeAddress } from './judge-address.ts';

const judge = createJudgeAddress({ allowPrivate: false });

describe('which addresses callbacks may go to', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700:4700::1111',
    '::ffff:8.8.8.8',
  ])('when %s is public, then it may be called', (address) => {
    expect(judge(address)).toBeNull();
  });

  test.each([
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '127.0.0.1', '127.255.255.254'],
    ...['169.254.169.254', '100.64.0.1', '100.127.255.255', '0.0.0.0', '255.255.255.255'],
    ...[
      '224.0.0.1',
      '192.0.0.8',
      '192.0.2.1',
      '198.18.0.1',
      '198.51.100.7',
      '203.0.113.9',
      '240.0.0.1',
    ],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:0:1::1'],
    ...['::127.0.0.1', '::10.0.0.1', '::7f00:1', '1000::1', '4000::1', 'e000::1'],
    ...['fe80::1%eth0', 'nonsense', ''],
  ])('when %s is anything else, then it is refused', (address) => {
    expect(judge(address)).not.toBeNull();
  });

  test('when private addresses are allowed, then everything may be called', () => {
    const open = createJudgeAddress({ allowPrivate: true });
    expect([open('127.0.0.1'), open('::1')]).toEqual([null, null]);
  });
});
