import { describe, expect, test } from '@jest/globals';
import { createPlatform } from './create-platform';

type Options = Parameters<Parameters<typeof createPlatform>[0]['wx']['request']>[0];

const platformWith = (answer: (options: Options) => void) =>
  createPlatform({ wx: { request: answer }, platformUrl: 'https://platform.test' });
const goods = { from: '广州', to: '上海', what: '钢材', tons: 32 };

describe('the platform', () => {
  test('when it answers, then its goods are listed, and new ones are posted', async () => {
    const calls: Options[] = [];
    const platform = platformWith((options) => {
      calls.push(options);
      options.success({ statusCode: 200, data: { goods: [{ ...goods, id: '7' }] } });
    });
    expect(await platform.listGoods()).toEqual([{ ...goods, id: '7' }]);
    expect(await platform.publishGoods(goods)).toBe(true);
    expect(calls.map(({ url, method, data }) => [url, method, data])).toEqual([
      ['https://platform.test/goods', 'GET', undefined],
      ['https://platform.test/goods', 'POST', JSON.stringify(goods)],
    ]);
  });

  test.each([
    ['there is no network', ({ fail }: Options) => fail()],
    ['it is broken', ({ success }: Options) => success({ statusCode: 502, data: '<html>' })],
  ])('when %s, then the page is told and nothing is thrown', async (_, answer) => {
    const platform = platformWith(answer);
    expect(await platform.listGoods()).toBeNull();
    expect(await platform.publishGoods(goods)).toBe(false);
  });

  test('when another answers in its place, then there are no goods', async () => {
    const platform = platformWith(({ success }) => success({ statusCode: 200, data: '<html>' }));
    expect(await platform.listGoods()).toBeNull();
  });
});
