import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const freight = await setUpFreight(api.storage, { grants: 3 });

/** The body with every `"<name>"` in place of the raw JSON it stands for. */
const raw = (body: unknown, put: Record<string, string>): string =>
  Object.entries(put).reduce(
    (text, [name, json]) => text.replace(`"${name}"`, json),
    JSON.stringify(body),
  );

describe('text and numbers that cannot be stored', () => {
  test('when a push holds some and is wrong otherwise too, then one answer names all of it', async () => {
    const body = raw(
      freight.push({
        data: { thing1: 'NUL', thing2: '长'.repeat(21) },
        bizId: 'HALF',
        metadata: { far: 'FAR' },
        lang: 'fr',
      }),
      { NUL: '"a\\u0000"', HALF: '"\\ud800"', FAR: '1e999' },
    );
    const answer = await api.call<Problem>('POST', '/v1/pushes', { body });
    expect(answer.status).toBe(400);
    expect(problemsOf(answer)).toEqual([
      '/bizId text',
      '/data/thing1 text',
      '/data/thing2 max-length',
      '/lang one-of',
      '/metadata/far number',
    ]);
  });

  test('when one item of a batch holds some, then the others go ahead', async () => {
    const pushes = [freight.push(), freight.push({ bizId: 'NUL' }), freight.push()];
    const body = raw({ pushes }, { NUL: '"a\\u0000"' });
    const answer = await api.call<{ results: { push?: Json; problem?: Problem }[] }>(
      'POST',
      '/v1/pushes/batch',
      { body, headers: { 'idempotency-key': 'odd-batch' } },
    );
    expect(answer.status).toBe(202);
    const { results } = answer.body;
    expect(results.map(({ push }) => push !== undefined)).toEqual([true, false, true]);
    expect(results[1]!.problem!.errors).toMatchObject([{ pointer: '/bizId', rule: 'text' }]);
  });

  test('when a batch is nested without end, then it is refused whole, not followed', async () => {
    const body = `{"pushes":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`;
    const answer = await api.call<Problem>('POST', '/v1/pushes/batch', { body });
    expect([answer.status, answer.body.errors?.[0]?.rule]).toEqual([400, 'depth']);
  });

  test.each([
    ['/v1/pushes?bizId=%00&limit=0', ['/query/bizId text', '/query/limit limit']],
    ['/v1/apps/%00', ['/path/appId text']],
  ])('when %s is asked for, then the problem has its pointer', async (path, expected) => {
    const answer = await api.call<Problem>('GET', path);
    expect([answer.status, problemsOf(answer)]).toEqual([400, expected]);
  });
});

describe('POST /v1/apps with an Idempotency-Key', () => {
  test('when the same request comes several times at once, then one app, and nobody is told of a conflict', async () => {
    const body = { appId: 'wx-at-once', name: '货运通', appSecret: 'secret' };
    const headers = { 'idempotency-key': 'app-at-once' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.call('POST', '/v1/apps', { body, headers })),
    );
    const created = answers.filter(
      ({ status, headers: given }) => status === 201 && !given.has('idempotency-replayed'),
    );
    expect(created).toHaveLength(1);
    for (const { status, body: answer, headers: given } of answers)
      if (status !== 201)
        expect([status, answer.code, given.get('retry-after')]).toEqual([
          409,
          'idempotency-in-flight',
          '1',
        ]);
    const again = await api.call('POST', '/v1/apps', { body, headers });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  });
});

test('when anything is answered to a caller, then no cache may keep it', async () => {
  for (const path of ['/v1/pushes', '/v1/pushes?limit=0', '/v1/apps/wx-nobody'])
    expect((await api.call('GET', path)).headers.get('cache-control')).toBe('no-store');
});
