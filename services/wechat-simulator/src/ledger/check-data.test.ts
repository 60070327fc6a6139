import { describe, expect, it } from '@jest/globals';
import { checkData } from './check-data.ts';
import { readKeywords, type SimTemplate } from './sim-template.ts';

const content = '线路:{{thing1.DATA}}\n重量：{{number2.DATA}}\n';
const template: SimTemplate = {
  templateId: 'T1',
  title: '新货源提醒',
  kind: 'one-time',
  content,
  example: '',
  options: {},
  keywords: readKeywords(content),
};
const good = { thing1: { value: '广州-上海' }, number2: { value: '32' } };

describe('keywords of a template', () => {
  it('when content has labels with colons of both widths, then key, type and label are read', () => {
    expect(readKeywords('时间 9:00:{{time12.DATA}}\n备注：{{ short_thing3.DATA }}')).toEqual([
      { key: 'time12', type: 'time', label: '时间 9:00' },
      { key: 'short_thing3', type: 'short_thing', label: '备注' },
    ]);
  });
});

describe('data of a send', () => {
  it('when every keyword is good, then there is nothing to say; extra keys are ignored', () => {
    expect(checkData(template, { ...good, thing9: { value: '' } })).toBeNull();
  });

  it('when a number comes as a JSON number, then it is taken', () => {
    expect(checkData(template, { ...good, number2: { value: 32 } })).toBeNull();
  });

  it.each([
    ['a missing key', { number2: { value: '32' } }],
    ['a blank value', { ...good, thing1: { value: '  ' } }],
    ['null', { ...good, thing1: null }],
    ['an empty object', { ...good, thing1: {} }],
    ['a bare string for the value object', { ...good, thing1: '广州' }],
    ['data as a JSON string', JSON.stringify(good)],
    ['data nested in data', { data: good }],
    ['no data at all', undefined],
    ['a key with .DATA', { 'thing1.DATA': { value: 'x' }, number2: { value: '32' } }],
  ])('when there is %s, then the first key is empty', (_name, data) => {
    expect(checkData(template, data)).toEqual({ key: 'thing1', what: 'is empty' });
  });

  it('when a value breaks its rule, then its key is named', () => {
    const data = { ...good, number2: { value: '32 吨' } };
    expect(checkData(template, data)).toEqual({ key: 'number2', what: 'invalid' });
  });

  it('when a key is inherited, then it does not count', () => {
    const data = Object.create(good) as unknown;
    expect(checkData(template, data)).toEqual({ key: 'thing1', what: 'is empty' });
  });
});
