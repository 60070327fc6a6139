import { describe, expect, test } from '@jest/globals';
import { redactText } from './redact-text.ts';

describe('a text in a log', () => {
  test.each([
    [
      'POST https://api.weixin.qq.com/cgi-bin/x?access_token=86_Ab-c&lang=zh',
      'POST https://api.weixin.qq.com/cgi-bin/x?access_token=[redacted]&lang=zh',
    ],
    ['?appid=wx1&secret=abc&js_code=0x1', '?appid=wx1&secret=[redacted]&js_code=[redacted]'],
    [
      '{"access_token":"86_abc","expires_in":7200}',
      '{"access_token":"[redacted]","expires_in":7200}',
    ],
    ["{ session_key: 'tiihtNczf5v6AKRyjwEUhQ==' }", "{ session_key: '[redacted]' }"],
    ['Authorization: Bearer yx_abc.def-123', 'Authorization: Bearer [redacted]'],
    ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
    ['key yx_0123456789abcdef is revoked', 'key yx_[redacted] is revoked'],
    ['whsec_MfKQ9r8GKYqrTwjU', 'whsec_[redacted]'],
    ['postgres://yuexin:p@ss/word@db/x', 'postgres://yuexin:[redacted]@db/x'],
    ['redis://:hush@cache:6379/0', 'redis://:[redacted]@cache:6379/0'],
    ['phone 13812345678.', 'phone [phone].'],
    ['手机13812345678已绑定', '手机[phone]已绑定'],
    ['+8613812345678', '[phone]'],
    ['+86 138 1234 5678', '[phone]'],
    ['86-138-1234-5678', '[phone]'],
    ['to +85291234567, +14155550123', 'to [phone], [phone]'],
  ])('%s loses its secrets', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
    expect(redactText(redacted)).toBe(redacted);
  });

  test.each([
    'psh_01931234-abcd-7abc-8abc-a13800000000',
    '01931234-abcd-7abc-8abc-138000000001',
    'msgid 1988810812324364291',
    'rid: 0a0b0c0d-00000000-11111111',
    '2026-03-01T10:00:30.000Z took 1380 ms',
    'at 1764000000001 ms',
    'oABCD_efghijklmnopqrstuvwxyz',
    'http://localhost:3000/v1/pushes?limit=50',
    'redis://cache:6379/0',
    'prefix yx{wx123}',
    'the token of app wx1 was refused',
  ])('%s stays as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
