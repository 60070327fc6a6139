import { describe, expect, test } from '@jest/globals';
import type { TemplateKeyword } from '../vocabulary.ts';
import { fillPlaceholders, findStrayBraces, placeholdersOf } from './fill-placeholders.ts';
import { createMessageWriter, type AudienceMessage } from './write-message.ts';

const keywords: TemplateKeyword[] = [
  { key: 'thing1', type: 'thing', label: 'Route' },
  { key: 'thing2', type: 'thing', label: 'Goods' },
];
const template = { templateId: 'tpl-1', state: 'active', keywords };
const message: AudienceMessage = {
  templateId: 'tpl-1',
  data: { thing1: { value: '{{from}}-->{{ to }}' }, thing2: { value: '钢材' } },
  page: 'pages/goods?id={{id}}',
  choices: null,
};

const writeMessage = (
  said: AudienceMessage,
  variables: Record<string, string>,
  templates: Parameters<typeof createMessageWriter>[1],
) => createMessageWriter(said, templates)(variables);

describe('Placeholders', () => {
  test('are found wherever they stand, each once; what is no name is text', () => {
    expect(placeholdersOf({ a: ['{{x}} {{y}}', { b: '{{x}}' }], c: null, d: 7 })).toEqual([
      'x',
      'y',
    ]);
    expect(placeholdersOf('{{1x}} {{}} {x} {{a b}}')).toEqual([]);
  });

  test('have names of any script', () => {
    expect(placeholdersOf('{{出发地}}到{{ 目的地_2 }}{{é}}')).toEqual(['出发地', '目的地_2', 'é']);
    expect(fillPlaceholders('{{出发地}}到{{x}}', { 出发地: '广州', x: '上海' })).toBe('广州到上海');
  });

  test('when braces are none, then the texts that have them are named', () => {
    const data = { thing1: { value: '{{first name}}' }, thing2: '{{x}} }}', thing3: '{{1x}}' };
    expect(findStrayBraces({ data, page: '{{{x}}}', n: 7, none: null })).toEqual([
      '/data/thing1/value',
      '/data/thing2',
      '/data/thing3',
    ]);
    expect(findStrayBraces('{{x}')).toEqual(['']);
    expect(findStrayBraces('a {b} {{x}}{{ y }}')).toEqual([]);
  });

  test('are filled in texts alone, with what is there', () => {
    const value = { list: ['{{x}}', 7, null], text: '{{x}}{{gone}}{{toString}}' };
    expect(fillPlaceholders(value, { x: '🚚' })).toEqual({ list: ['🚚', 7, null], text: '🚚' });
  });

  test('a variable that looks like a placeholder, or like a pattern, is text', () => {
    expect(fillPlaceholders('{{x}}', { x: '{{y}}$&', y: 'no' })).toBe('{{y}}$&');
  });
});

describe('A message', () => {
  test('is filled for a recipient; in the page the values are encoded', () => {
    const variables = { from: '广州', to: '上海', id: 'a b&c=1' };
    expect(writeMessage(message, variables, [template])).toEqual({
      ok: true,
      message: {
        data: { thing1: { value: '广州-->上海' }, thing2: { value: '钢材' } },
        page: 'pages/goods?id=a%20b%26c%3D1',
        choices: null,
      },
    });
  });

  test('when variables are missing, then each is named', () => {
    const written = writeMessage(message, { to: '上海' }, [template]);
    expect(written).toMatchObject({
      ok: false,
      problems: [
        { pointer: '/variables/from', rule: 'required' },
        { pointer: '/variables/id', rule: 'required' },
      ],
    });
  });

  test('when a value breaks the rules of its template, and the page is too long, then both are told', () => {
    const variables = { from: '广'.repeat(30), to: '上海', id: 'x'.repeat(1100) };
    expect(writeMessage(message, variables, [template])).toMatchObject({
      ok: false,
      problems: [
        { pointer: '/data/thing1/value', rule: 'max-length' },
        { pointer: '/page', rule: 'max-length', actual: 1115, limit: 1024 },
      ],
    });
  });

  test('when a template is not there, then it is told', () => {
    const variables = { from: '广州', to: '上海', id: '1' };
    expect(writeMessage(message, variables, [])).toMatchObject({
      ok: false,
      problems: [{ pointer: '/templateId', rule: 'removed' }],
    });
  });

  test('when it has fallbacks, then each is filled and held against its own template', () => {
    const withFallback = {
      ...message,
      page: null,
      choices: [
        { templateId: 'tpl-1', data: message.data },
        { templateId: 'tpl-2', data: { thing3: { value: '{{to}}' } } },
      ],
    };
    const second = {
      ...template,
      templateId: 'tpl-2',
      keywords: [{ key: 'thing3', type: 'thing', label: 'To' }] as TemplateKeyword[],
    };
    const variables = { from: '广州', to: '上海' };
    expect(writeMessage(withFallback, variables, [template, second])).toMatchObject({
      ok: true,
      message: { choices: [{}, { data: { thing3: { value: '上海' } } }] },
    });
    expect(writeMessage(withFallback, { ...variables, to: ' ' }, [template, second])).toMatchObject(
      { ok: false, problems: [{ pointer: '/fallback/0/data/thing3/value', rule: 'empty' }] },
    );
  });
});
