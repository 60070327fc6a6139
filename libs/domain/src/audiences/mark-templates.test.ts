import { expect, test } from '@jest/globals';
import { markTemplates } from './mark-templates.ts';

const keyword = { key: 'thing1', type: 'thing', label: '线路' };
const one = { templateId: 'a', keywords: [keyword] };
const other = { templateId: 'b', keywords: [{ ...keyword, options: ['一', '二'] }] };

test('when only their order or a label differs, then the mark is the same', () => {
  expect(markTemplates([one, other])).toBe(markTemplates([other, one]));
  const renamed = { ...one, keywords: [{ ...keyword, label: '路线' }] };
  expect(markTemplates([renamed])).toBe(markTemplates([one]));
});

test.each([
  ['key', { key: 'thing2' }],
  ['type', { type: 'phrase' }],
  ['choice', { options: ['一'] }],
])('when a %s of a keyword differs, then the mark does', (_what, change) => {
  const changed = { ...one, keywords: [{ ...keyword, ...change }] };
  expect(markTemplates([changed])).not.toBe(markTemplates([one]));
});
