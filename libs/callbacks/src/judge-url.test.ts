import { describe, expect, test } from '@jest/globals';
import { createJudgeAddress } from './judge-address.ts';
import { findUrlProblems } from './judge-url.ts';

const rulesOf = (url: string, allowPrivate = false): string[] =>
  findUrlProblems(url, { allowPrivate, judgeAddress: createJudgeAddress({ allowPrivate }) }).map(
    ({ rule }) => rule,
  );

describe('the URL of an endpoint', () => {
  test.each([
    'https://orders.example.com/hook?tenant=1',
    'https://1.1.1.1:8443/',
    'https://[2606:4700::1]/',
  ])('when %s is https and public, then nothing is wrong with it', (url) => {
    expect(rulesOf(url)).toEqual([]);
  });

  test.each([
    ['', ['url']],
    [' https://example.com/', ['url']],
    ['example.com/hook', ['url']],
    ['file:///etc/passwd', ['url']],
    ['gopher://example.com/', ['url']],
    ['http://example.com/', ['https']],
    ['http://me:secret@192.168.0.1/', ['https', 'credentials', 'private-address']],
    ['https://127.1/', ['private-address']],
    ['https://0x7f.0.0.1/', ['private-address']],
    ['https://017700000001/', ['private-address']],
    ['https://１２７.0.0.1/', ['private-address']],
    ['https://localhost:8443/', ['private-address']],
    ['https://LOCALHOST/', ['private-address']],
    ['https://[::]/', ['private-address']],
    ['https://[::ffff:7f00:1]/', ['private-address']],
  ])('when it is %p, then %p', (url, rules) => {
    expect(rulesOf(url)).toEqual(rules);
  });

  test('when private addresses are allowed, then http and localhost are too, credentials are not', () => {
    expect(rulesOf('http://localhost:8080/hook', true)).toEqual([]);
    expect(rulesOf('http://10.0.0.1/', true)).toEqual([]);
    expect(rulesOf('http://me:secret@10.0.0.1/', true)).toEqual(['credentials']);
  });
});
