import { describe, expect, test } from '@jest/globals';
import { keywordOfErrmsg, stripErrmsg } from './read-errmsg.ts';

describe('an errmsg', () => {
  test.each([
    ['invalid code, rid: 0a0b0c0d-00000000-11111111', 'invalid code'],
    [
      'argument invalid! data.thing1.value invalid rid: 0a0b0c0d-00000000-11111111',
      'argument invalid! data.thing1.value invalid',
    ],
    ['code blocked, hints: [ req_id: AbCd-EfGh ]', 'code blocked'],
    [
      'argument invalid! hint: [AbCd] data.name4.value invalid',
      'argument invalid! data.name4.value invalid',
    ],
    ['system error rid: ', 'system error'],
    [
      'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: 1-2-3',
      'invalid credential, access_token is invalid or not latest',
    ],
    ['invalid code,rid:1', 'invalid code'],
    ['code blocked,hints:[a]', 'code blocked'],
    ['not latest,could get access_token by x', 'not latest'],
    ['not latest could get access_token by x', 'not latest'],
    [' ok ', 'ok'],
    ['ok', 'ok'],
  ])('%s is told without its tail', (errmsg, told) => {
    expect(stripErrmsg(errmsg)).toBe(told);
  });

  test.each([
    ['argument invalid! data.thing1.value invalid rid: 1', 'thing1'],
    ['argument invalid! data.character_string13.value ', 'character_string13'],
    ['argument invalid! hint: [a] data.name4.value is emtpy', 'name4'],
    ['argument invalid!', null],
    [`argument invalid! data.${'x'.repeat(300)}.value invalid`, 'x'.repeat(64)],
  ])('%s names the keyword %s', (errmsg, keyword) => {
    expect(keywordOfErrmsg(errmsg)).toBe(keyword);
  });
});
