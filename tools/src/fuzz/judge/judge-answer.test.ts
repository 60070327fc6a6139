import { describe, expect, test } from '@jest/globals';
import type { FuzzOperation } from '../doors/fuzz-operation.ts';
import { judgeAnswer } from './judge-answer.ts';

const operation: FuzzOperation = {
  ...{ door: 'api', name: 'x', method: 'GET', path: '/v1/x', credential: 'key' },
  ...{ parameters: [], body: null, mediaType: 'application/json' },
};
const problem = {
  ...{ type: '/problems/invalid-request', title: 'Bad', status: 400, detail: 'Bad.' },
  ...{ code: 'invalid-request', errors: [{ pointer: '', rule: 'json', message: 'is not JSON' }] },
};
const judge = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  judgeAnswer({
    ...{ operation, isHead: false, target: '/v1/x' },
    answer: {
      status,
      headers: new Map(
        Object.entries({ 'content-type': 'application/problem+json; charset=utf-8', ...headers }),
      ),
      body: Buffer.from(JSON.stringify(body)),
    },
  });

describe('an answer', () => {
  test('that is a refusal and says what is wrong is right', () => {
    expect(judge(400, problem)).toEqual({ faults: [], isExcused: false });
  });

  test.each<[string, ReturnType<typeof judge>]>([
    ['is 500', judge(500, { ...problem, status: 500, code: 'internal-error' })],
    ['is 503 without Retry-After', judge(503, { ...problem, status: 503, code: 'overloaded' })],
    ['is no problem document', judge(400, {}, { 'content-type': 'text/html' })],
    ['says nothing of what is wrong', judge(400, { ...problem, errors: [] })],
    ['has a problem of another status', judge(404, problem)],
    ['has no status', judge(0, problem)],
  ])('is a fault when it %s', (_what, { faults }) => {
    expect(faults).toHaveLength(1);
  });

  test('is excused when the service is busy and says until when, and when WeChat refused', () => {
    const busy = { ...problem, status: 503, code: 'overloaded' };
    expect(judge(503, busy, { 'retry-after': '1' })).toEqual({ faults: [], isExcused: true });
    const refused = { ...problem, status: 502, code: 'wechat-refused' };
    expect(judge(502, refused)).toEqual({ faults: [], isExcused: true });
  });
});
