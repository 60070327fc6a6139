import { expect, test } from '@jest/globals';
import { maskPhone } from './mask-phone.ts';

test.each([
  ['+8613812345678', '+86138****5678'],
  ['13812345678', '138****5678'],
  ['+85291234567', '+852****4567'],
  ['123456789', '1****6789'],
  ['12345678', '****78'],
  ['1', '****1'],
  ['', '****'],
])('%s is shown as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});
