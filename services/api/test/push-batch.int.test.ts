import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Result = { index: number; push?: Json; problem?: Problem };

const post = (pushes: unknown, headers: Record<string, string> = {}, more: Json = {}) =>
  api.call<{ results: Result[] } & Json>('POST', '/v1/pushes/batch', {
    body: { pushes, ...more },
    headers,
  });

const countOf = async (appId: string): Promise<number> =>
  (await storage.pushes.list({ filter: { appIds: [appId] }, limit: 200, cursor: null })).items
    .length;

describe('POST /v1/pushes/batch', () => {
  test('when some items are wrong, then the good ones go ahead and each has its own result', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const answer = await post([
      freight.push({ bizId: 'a' }),
      freight.push({ data: {}, extra: 1 }),
      'nothing',
      freight.push({ bizId: 'b' }),
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body.results).toMatchObject([
      { index: 0, push: { bizId: 'a', state: 'queued' } },
      { index: 1, problem: { status: 400, code: 'invalid-request' } },
      { index: 2, problem: { status: 400 } },
      { index: 3, push: { bizId: 'b', state: 'parked' } },
    ]);
    const { errors } = answer.body.results[1]!.problem!;
    expect(errors!.map((error) => error.pointer)).toEqual([
      '/extra',
      '/data/thing1',
      '/data/thing2',
    ]);
    expect(await countOf(freight.appId)).toBe(2);
  });

  test('when a thousand come, then a thousand are stored', async () => {
    const freight = await setUpFreight(storage);
    const pushes = Array.from({ length: 1000 }, (_, at) => freight.push({ bizId: `bulk-${at}` }));
    const answer = await post(pushes);
    expect(answer.status).toBe(202);
    const bizIds = answer.body.results.map((result) => result.push?.bizId);
    expect(bizIds).toEqual(pushes.map((push) => push.bizId));
  });

  test('when items carry keys, then a repeated batch adds nothing, and twins inside one are one push', async () => {
    const freight = await setUpFreight(storage);
    const item = { ...freight.push(), idempotencyKey: 'item-1' };
    const first = await post([item, item, freight.push({ bizId: 'x' })]);
    expect(first.body.results[1]!.push!.id).toBe(first.body.results[0]!.push!.id);
    const again = await post([item]);
    expect(again.body.results[0]!.push!.id).toBe(first.body.results[0]!.push!.id);
    const single = await api.call('POST', '/v1/pushes', {
      body: freight.push(),
      headers: { 'idempotency-key': 'item-1' },
    });
    expect(single.body.id).toBe(first.body.results[0]!.push!.id);
    const reused = await post([{ ...item, bizId: 'other' }]);
    expect(reused.body.results[0]!.problem).toMatchObject({
      code: 'idempotency-key-reused',
      status: 422,
    });
    expect(await countOf(freight.appId)).toBe(2);
  });

  test('when the batch carries a key, then the same batch is the same pushes and another body is 422', async () => {
    const freight = await setUpFreight(storage);
    const pushes = [freight.push({ bizId: '1' }), freight.push({ bizId: '2' }), { bad: true }];
    const headers = { 'idempotency-key': 'batch-1' };
    const first = await post(pushes, headers);
    const again = await post(pushes, headers);
    const ids = (answer: typeof first) => answer.body.results.map((result) => result.push?.id);
    expect(ids(again)).toEqual(ids(first));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await post([...pushes, freight.push()], headers);
    expect(other.status).toBe(422);
    expect(await countOf(freight.appId)).toBe(2);
  });

  const wrong: [string, unknown, string[]][] = [
    ['nothing', [], ['/pushes min-length']],
    ['too many', Array.from({ length: 1001 }, () => ({})), ['/pushes max-length']],
    ['no list', {}, ['/pushes type']],
    ['no pushes', undefined, ['/pushes required']],
  ];
  test.each(wrong)(
    'when it holds %s, then the whole is refused',
    async (_what, pushes, expected) => {
      const answer = await post(pushes);
      expect(answer.status).toBe(400);
      expect(problemsOf(answer)).toEqual(expected);
    },
  );

  test('when the body has an unknown member, then the whole is refused', async () => {
    const freight = await setUpFreight(storage);
    const answer = await post([freight.push()], {}, { dryRun: true });
    expect(problemsOf(answer)).toEqual(['/dryRun unknown-key']);
    expect(await countOf(freight.appId)).toBe(0);
  });

  test('when the key has no scope or is missing, then 403 and 401', async () => {
    const key = await api.createKey({ scopes: ['push:read'] });
    const body = { pushes: [{}] };
    expect((await api.call('POST', '/v1/pushes/batch', { key, body })).status).toBe(403);
    expect((await api.call('POST', '/v1/pushes/batch', { key: null, body })).status).toBe(401);
  });
});
