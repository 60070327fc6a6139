import { describe, expect, it } from '@jest/globals';
import { placeOfSearch } from './place-of-search.ts';

const id = '019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21';

describe('what was typed into the search', () => {
  it.each([
    [`psh_${id}`, `/pushes/psh_${id}`],
    [` rpl_${id} `, `/replays/rpl_${id}`],
    [`wep_${id}`, `/webhooks/wep_${id}`],
    ['43101', '/pushes?errcode=43101'],
    ['-1', '/pushes?errcode=-1'],
    ['6a1b2c3d-0f1e2d3c-4b5a6978', '/pushes?rid=6a1b2c3d-0f1e2d3c-4b5a6978'],
    ['wx0123456789abcdef', '/pushes?appId=wx0123456789abcdef'],
    ['oABCD-1234567890abcdefghijkl', '/pushes?openid=oABCD-1234567890abcdefghijkl'],
    [
      'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
      '/pushes?templateId=nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
    ],
    ['goods-42', '/pushes?bizId=goods-42'],
    ['a&state=dead', '/pushes?bizId=a%26state%3Ddead'],
  ])('%s leads to %s', (text, path) => {
    expect(placeOfSearch(text)).toEqual({ path });
  });

  it.each(['+8613800000000', '13800000000', '138 0000 0000', '+1 415 555 2671'])(
    'the phone %s travels beside the address, never in it',
    (phone) => {
      expect(placeOfSearch(phone)).toEqual({ path: '/pushes', state: { phone } });
    },
  );

  it('nothing leads nowhere', () => {
    expect(placeOfSearch('  ')).toBeNull();
  });
});
