import { expect, test } from '@jest/globals';
import { readBaseUrl } from './read-base-url.ts';

test.each([
  ['https://api.weixin.qq.com', 'https://api.weixin.qq.com', ''],
  ['https://api.weixin.qq.com/', 'https://api.weixin.qq.com', ''],
  ['http://127.0.0.1:3900/wechat//', 'http://127.0.0.1:3900', '/wechat'],
])('when the base URL is %s, then calls go to %s%s', (baseUrl, origin, prefix) => {
  expect(readBaseUrl(baseUrl)).toEqual({ origin, prefix });
});

test.each([
  '',
  'api.weixin.qq.com',
  'ftp://x',
  'https://user:pass@x',
  'https://x/?a=b',
  'https://x/#f',
])('when the base URL is "%s", then it is refused', (baseUrl) => {
  expect(() => readBaseUrl(baseUrl)).toThrow(/Invalid URL|must be http/);
});
