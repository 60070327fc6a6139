import { beforeAll, describe, expect, test } from '@jest/globals';
import { problemsOf, type Json } from './support/api-bed.ts';
import { createMiniBed } from './support/mini-bed.ts';

const { api, addApp, addUser, loginAs } = await createMiniBed();
const { storage } = api;

let app = { appId: '', templateId: '' };
let foreign = { appId: '', templateId: '' };
let driver = { userId: '', openid: '' };
let key = '';

beforeAll(async () => {
  app = await addApp();
  foreign = await addApp();
  driver = await addUser(app.appId, '13911110000');
  key = (await loginAs(app.appId, driver)).body.sessionToken;
});

const post = (body: unknown, session: string | null = key) =>
  api.call('POST', '/v1/mp/grants', { key: session, body });
const report = (change: Json = {}): Json => ({
  requestId: 'ask-1',
  results: { [app.templateId]: 'accept' },
  ...change,
});
const entries = (count: number, result: unknown = 'accept') =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`tpl-${at}`, result]));

/** Nothing of a refused report may be left: neither a grant, nor its request id, which would make the next one a repeat. */
async function expectNothingStored(): Promise<void> {
  const user = await storage.users.findByOpenid(app.appId, driver.openid);
  expect(await storage.users.balances(user!.id)).toEqual({});
}

describe('POST /v1/mp/grants', () => {
  test.each<[string, () => unknown, number, string[]]>([
    ['nothing', () => ({}), 400, ['/requestId required', '/results required']],
    ['a list', () => [], 400, [' type']],
    ['no document', () => 'accept', 400, [' json']],
    ['no results', () => report({ results: {} }), 400, ['/results min-length']],
    ['a list of results', () => report({ results: ['accept'] }), 400, ['/results type']],
    ['results in a text', () => report({ results: 'accept' }), 400, ['/results type']],
    ['101 templates', () => report({ results: entries(101) }), 400, ['/results max-length']],
    ['10,000 templates', () => report({ results: entries(10_000) }), 400, ['/results max-length']],
    [
      'numbers, nothing and lists as answers',
      () => report({ results: { a: 1, b: null, c: ['accept'], d: 'ACCEPT', e: '' } }),
      400,
      ['a', 'b', 'c', 'd', 'e'].map((id) => `/results/${id} one-of`),
    ],
    [
      'everything wrong at once',
      () => ({ requestId: 7, page: 7, askedAt: 7, results: { a: 7 }, openid: 'o-else' }),
      400,
      [
        '/askedAt type',
        '/openid unknown-key',
        '/page type',
        '/requestId type',
        '/results/a one-of',
      ],
    ],
    [
      'a time of the year 10000',
      () => report({ askedAt: '9999-12-31T23:59:59-14:00' }),
      400,
      ['/askedAt max'],
    ],
    [
      'a time before 1970',
      () => report({ askedAt: '0000-01-01T00:00:00Z' }),
      400,
      ['/askedAt min'],
    ],
    [
      'a user of its own',
      () => report({ openid: 'o-else', appId: foreign.appId }),
      400,
      ['/appId unknown-key', '/openid unknown-key'],
    ],
    [
      'templates nobody knows, and one that is known',
      () => report({ results: { [app.templateId]: 'accept', x: 'accept', y: 'reject' } }),
      422,
      ['/results/x known-template', '/results/y known-template'],
    ],
    [
      'a template of another app',
      () => report({ results: { [foreign.templateId]: 'accept' } }),
      422,
      ['/results/{foreign} known-template'],
    ],
    [
      'a template named like a member of every object',
      () => `{"requestId":"ask-1","results":{"__proto__":"accept","constructor":"accept"}}`,
      400,
      [],
    ],
  ])(
    'when it holds %s, then it is refused whole, every fault named',
    async (_, body, status, problems) => {
      const answer = await post(body());
      expect([answer.status, answer.text.length < 20_000]).toEqual([status, true]);
      const expected = problems.map((line) => line.replace('{foreign}', foreign.templateId));
      if (expected.length > 0) expect(problemsOf(answer)).toEqual(expected);
      await expectNothingStored();
    },
  );

  test('when 10,000 answers are all wrong, then each is named, and that they are too many', async () => {
    const answer = await post(report({ results: entries(10_000, 'yes') }));
    expect(answer.status).toBe(400);
    const problems = problemsOf(answer);
    expect(problems).toHaveLength(10_001);
    expect(problems).toContain('/results max-length');
    await expectNothingStored();
  });

  test('when it is larger than any report, then 413', async () => {
    const answer = await post(report({ results: entries(30_000) }));
    expect([answer.status, answer.body.code]).toEqual([413, 'payload-too-large']);
    await expectNothingStored();
  });

  test('when the session is another user’s, then it counts for that user and nobody else', async () => {
    const other = await addUser(app.appId, '13911112222');
    const session = (await loginAs(app.appId, other)).body.sessionToken;
    const answer = await post(report({ requestId: 'ask-of-other' }), session);
    expect(answer.body).toMatchObject({ recorded: 1, balances: { [app.templateId]: 1 } });
    await expectNothingStored();
  });

  test('when all that was refused had the same request id, then the good report with it still counts', async () => {
    const answer = await post(report());
    expect([answer.status, answer.body]).toEqual([
      200,
      { recorded: 1, balances: { [app.templateId]: 1 }, released: 0 },
    ]);
  });
});
