import { describe, expect, it } from '@jest/globals';
import { exampleValues } from './example-values.ts';

const keyword = (key: string, label: string) => ({ key, label, type: key.replace(/\d+$/, '') });

describe('the example of a template', () => {
  it('gives each keyword its value, with either colon, also where the value has one', () => {
    const keywords = [
      keyword('thing1', '路线'),
      keyword('time2', '时间'),
      keyword('thing3', '备注'),
    ];
    const example = '路线:【深圳】-->【北京】\n时间：2026年1月5日 15:01\n';
    expect(exampleValues({ keywords, example })).toEqual({
      ...{ thing1: '【深圳】-->【北京】', time2: '2026年1月5日 15:01' },
      thing3: 'thing',
    });
  });
});
