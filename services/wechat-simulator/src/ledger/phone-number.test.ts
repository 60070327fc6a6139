import { describe, expect, it } from '@jest/globals';
import { describePhone, normalisePhone } from './phone-number.ts';

describe('phone numbers', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['138 0013-8000', '+8613800138000'],
    ['+8613800138000', '+8613800138000'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['12345', null],
    ['abc', null],
    ['+0123456789', null],
  ])('when %j is given, then it is %j', (text, normal) => {
    expect(normalisePhone(text)).toBe(normal);
  });

  it.each([
    ['+8613800138000', '13800138000', '13800138000', '86'],
    ['+12025550123', '+12025550123', '2025550123', '1'],
    ['+85298765432', '+85298765432', '98765432', '852'],
    ['+447911123456', '+447911123456', '7911123456', '44'],
  ])('when %s is told, then with its country code', (phone, phoneNumber, pure, countryCode) => {
    expect(describePhone(phone)).toEqual({ phoneNumber, purePhoneNumber: pure, countryCode });
  });
});
