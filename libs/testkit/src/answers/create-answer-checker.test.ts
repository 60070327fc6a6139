import { describe, expect, test } from '@jest/globals';
import { createAnswerChecker, type SeenAnswer } from './create-answer-checker.ts';

const check = createAnswerChecker({
  paths: {
    '/v1/pushes/{id}': {
      get: {
        responses: {
          200: {
            headers: { RateLimit: { required: true }, Location: {} },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Push' } } },
          },
          204: {},
        },
      },
    },
    '/v1/pushes/search': {
      get: { responses: { 200: { content: { 'text/plain': { schema: { const: 'found' } } } } } },
    },
  },
  components: {
    schemas: {
      Push: {
        type: 'object',
        properties: { id: { type: 'string' } },
        required: ['id'],
        additionalProperties: false,
      },
    },
  },
});

const json = { 'content-type': 'application/json; charset=utf-8', ratelimit: '"minute"; r=1' };

function answerOf(
  over: Partial<SeenAnswer> & { headers?: Record<string, string> } = {},
): SeenAnswer {
  const headers: Record<string, string> = over.headers ?? json;
  return {
    ...{ method: 'GET', url: 'http://api/v1/pushes/psh_1?wait=1', status: 200, text: '{"id":"a"}' },
    header: (name) => headers[name.toLowerCase()] ?? null,
    ...over,
  };
}

describe('an answer', () => {
  test('that is as documented has no faults', () => {
    expect(check(answerOf())).toEqual([]);
    expect(check(answerOf({ status: 204, text: '' }))).toEqual([]);
  });

  const wrong: [string, Parameters<typeof answerOf>[0], RegExp][] = [
    ['of an undocumented status', { status: 418 }, /418: the status is not documented/],
    ['of another media type', { headers: { ...json, 'content-type': 'text/html' } }, /text\/html/],
    [
      'without a header it must have',
      { headers: { 'content-type': 'application/json' } },
      /RateLimit/,
    ],
    ['that lacks a member', { text: '{}' }, /required property 'id'/],
    ['with a member too many', { text: '{"id":"a","x":1}' }, /"additionalProperty":"x"/],
    ['with a member of another type', { text: '{"id":1}' }, /\/id must be string/],
    ['with a body where none is', { status: 204 }, /there is a body/],
    ['of a failure at no operation', { method: 'PUT', status: 500 }, /at no operation/],
  ];
  test.each(wrong)('%s has a fault that says so', (_what, over, fault) => {
    expect(check(answerOf(over)).join('\n')).toMatch(fault);
  });

  test('at a plain path is judged by that, not by the pattern it also fits', () => {
    const plain = { url: '/v1/pushes/search', headers: { 'content-type': 'text/plain' } };
    expect(check(answerOf({ ...plain, text: 'found' }))).toEqual([]);
    expect(check(answerOf({ ...plain, text: 'lost' }))).toHaveLength(1);
  });

  test('outside of /v1/ is not judged', () => {
    expect(check(answerOf({ url: '/livez', status: 418 }))).toEqual([]);
  });
});
