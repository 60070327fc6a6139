import { describe, expect, test } from '@jest/globals';
import { describeTemplateChange, mayRefuseData, sayTemplateDrift } from './template-change.ts';
import type { TemplateKeyword } from './vocabulary.ts';

const keywords: TemplateKeyword[] = [
  { key: 'thing1', type: 'thing', label: '线路' },
  { key: 'phrase2', type: 'phrase', label: '状态', options: ['已发货', '已到达'] },
];
const template = {
  ...{ title: '货源提醒', kind: 'one-time' as const, content: 'a', example: 'b', keywords },
};
const [thing, phrase] = keywords as [TemplateKeyword, TemplateKeyword];

type Change = Partial<Parameters<typeof describeTemplateChange>[1]>;
const cases: [what: string, after: Change, told: object, mayRefuse: boolean][] = [
  ['nothing', {}, {}, false],
  ['the title', { title: '新' }, { title: { from: '货源提醒', to: '新' } }, false],
  ['the kind', { kind: 'long-term' }, { kind: { from: 'one-time', to: 'long-term' } }, false],
  ['the content', { content: 'x' }, { isReworded: true }, false],
  ['the example', { example: 'x' }, { isReworded: true }, false],
  ['a keyword gone', { keywords: [thing] }, { keywordsRemoved: ['phrase2'] }, false],
  [
    'a keyword more',
    { keywords: [...keywords, { key: 'time3', type: 'time', label: '时间' }] },
    { keywordsAdded: ['time3'] },
    true,
  ],
  [
    'a keyword of another type',
    { keywords: [{ ...thing, type: 'phrase' }, phrase] },
    { retyped: [{ key: 'thing1', from: 'thing', to: 'phrase' }] },
    true,
  ],
  [
    'a label',
    { keywords: [{ ...thing, label: '路线' }, phrase] },
    { relabelled: [{ key: 'thing1', from: '线路', to: '路线' }] },
    false,
  ],
  [
    'the options',
    { keywords: [thing, { ...phrase, options: ['已发货', '已签收'] }] },
    { options: [{ key: 'phrase2', added: ['已签收'], removed: ['已到达'] }] },
    true,
  ],
  [
    'options where there were none',
    { keywords: [{ ...thing, options: ['甲'] }, phrase] },
    { options: [{ key: 'thing1', added: ['甲'], removed: [] }] },
    true,
  ],
];

describe('what changed about a template', () => {
  test.each(cases)('%s', (_what, after, told, mayRefuse) => {
    const change = describeTemplateChange(template, { ...template, ...after });
    expect(change).toEqual(told);
    expect(mayRefuseData(change)).toBe(mayRefuse);
  });

  test('an operator reads which waiting pushes it hurts, and why', () => {
    const sample = ['1'];
    expect(
      sayTemplateDrift([
        { templateId: 'a', because: 'removed', pushes: 2, isAtLeast: false, sample },
        { templateId: 'b', because: 'data', pushes: 7, isAtLeast: true, sample },
      ]),
    ).toBe(
      'Templates changed at WeChat, which will refuse 2 waiting push(es) of a, which was removed at WeChat; at least 7 waiting push(es) of b, which has keywords that their data does not fit.',
    );
  });
});
