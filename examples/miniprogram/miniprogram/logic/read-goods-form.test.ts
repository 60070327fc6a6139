import { describe, expect, test } from '@jest/globals';
import { readGoodsForm } from './read-goods-form';

const form = { from: ' 广州 ', to: '上海', what: '钢材', tons: '32' };

describe('the form for goods', () => {
  test('when it is filled, then it is goods', () => {
    expect(readGoodsForm(form)).toEqual({
      goods: { from: '广州', to: '上海', what: '钢材', tons: 32 },
    });
  });

  test.each([
    ['a place is missing', { to: ' ' }, '请填写'],
    ['a word is too long for the message', { what: '一二三四五六七八九' }, '8 个字'],
    ['the tons are no number', { tons: 'x' }, '吨数'],
    ['there are none', { tons: '0' }, '吨数'],
    ['they are left out', { tons: '' }, '吨数'],
    ['they are too many', { tons: '1001' }, '吨数'],
  ])('when %s, then one sentence says so', (_, wrong, said) => {
    expect(readGoodsForm({ ...form, ...wrong })).toMatchObject({
      problem: expect.stringContaining(said),
    });
  });
});
