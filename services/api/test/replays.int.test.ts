import { describe, expect, test } from '@jest/globals';
import { createUser, giveGrant } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';
import { makeDead, neverAnswered, refusedForGood } from './support/make-dead.ts';

const api = await createApiBed();
const { storage } = api;

type Preview = Record<string, number> & { previewToken: string };
type Shown = Json & { id: string; state: string; progress: Record<string, number> };

const previewOf = (filter: Json, change: Json = {}, key?: string) =>
  api.call<Preview>('POST', '/v1/replays', {
    body: { filter, dryRun: true, ...change },
    ...(key !== undefined && { key }),
  });
const startOf = (previewToken: string, change: Json = {}, key?: string) =>
  api.call<Shown>('POST', '/v1/replays', {
    body: { previewToken, ...change },
    ...(key !== undefined && { key }),
  });
const steer = (id: string, verb: string, key?: string | null) =>
  api.call<Shown & Problem>('POST', `/v1/replays/${id}/${verb}`, {
    ...(key !== undefined && { key }),
  });

const goodData = { thing1: { value: 'a' }, thing2: { value: 'b' } };

/** Somebody else of the same app, with grants. */
async function another(freight: Freight, grants: number): Promise<Freight> {
  const { appId, templateId } = freight;
  const user = await createUser({ storage, appId });
  const { openid } = user;
  await giveGrant({ storage, appId, openid, templateId, count: grants });
  return { ...freight, openid, userId: user.id };
}

describe('a preview', () => {
  test('when pushes of one key share its grants, then so many would be sent, the others park, and `reject` fails again', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    for (let at = 0; at < 3; at += 1) await makeDead(storage, freight);
    await makeDead(storage, freight, { onNoGrant: 'reject' });
    await makeDead(storage, freight, { onNoGrant: 'send-anyway' });
    const { status, body } = await previewOf({ appId: freight.appId });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ matched: 5, wouldSend: 3, wouldPark: 1, wouldFailAgain: 1, mayDuplicate: 0 },
      ...{ alreadyDelivered: 0, grantsSpent: 2, isCapped: false },
    });
    expect(body.previewToken).toMatch(/^rpt_/);
  });

  test('when some may have been delivered, then they are counted apart, and weighed only when asked for', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    await makeDead(storage, freight, { fate: neverAnswered });
    await makeDead(storage, freight);
    const filter = { appId: freight.appId };
    const apart = { matched: 2, mayDuplicate: 1 };
    expect((await previewOf(filter)).body).toMatchObject({
      ...apart,
      wouldSend: 1,
      grantsSpent: 1,
    });
    expect((await previewOf(filter, { mayDuplicate: true })).body).toMatchObject({
      ...{ ...apart, wouldSend: 2, grantsSpent: 2 },
    });
  });

  test('when data, template or recipient would fail again, then it says so', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    await makeDead(storage, freight);
    await makeDead(storage, freight, { data: { thing1: { value: 'x'.repeat(30) } } });
    const filter = { appId: freight.appId };
    expect((await previewOf(filter)).body).toMatchObject({ wouldSend: 1, wouldFailAgain: 1 });
    await storage.templates.sync(freight.appId, []);
    expect((await previewOf(filter)).body).toMatchObject({ wouldSend: 0, wouldFailAgain: 2 });
  });

  test('when WeChat refused the openid for good, then it would fail again, as the advice says, and is left dead', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    await makeDead(storage, freight, { fate: refusedForGood, data: goodData });
    await makeDead(storage, freight, { data: goodData });
    const filter = { appId: freight.appId };
    const preview = (await previewOf(filter)).body;
    expect(preview).toMatchObject({ wouldFailAgain: 1, wouldSend: 1, grantsSpent: 1 });
    const { body } = await api.call<{ data: (Json & { samplePushId: string })[] }>(
      ...(['GET', `/v1/dead-letters?appId=${freight.appId}`] as const),
    );
    const group = body.data.find(({ errcode }) => errcode === 40003);
    expect(group?.advice).toMatchObject({ en: expect.stringMatching(/leaves it dead/) as unknown });

    const one = `/v1/pushes/${String(group?.samplePushId)}`;
    const refused = await api.call('POST', `${one}/replay`);
    expect([refused.status, problemsOf(refused)]).toEqual([422, ['/to refused-for-good']]);
    const foreseen = await api.call<{ data: Json[] }>('GET', `${one}/actions`);
    expect(foreseen.body.data.find(({ action }) => action === 'replay')).toMatchObject({
      ...{
        isPossible: false,
        detail: 'It would only fail again; /to was refused by WeChat for good',
      },
    });
  });

  test('when it is filtered, or the key is bound to apps, then only those are counted', async () => {
    const [mine, theirs] = [
      await setUpFreight(storage, { grants: 1 }),
      await setUpFreight(storage, { grants: 1 }),
    ];
    await makeDead(storage, mine, { bizId: 'goods-1' });
    await makeDead(storage, mine);
    await makeDead(storage, theirs);
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine.appId] });
    const matched = async (filter: Json) => (await previewOf(filter, {}, key)).body.matched;
    expect(await matched({})).toBe(2);
    expect(await matched({ appId: theirs.appId })).toBe(0);
    expect(await matched({ bizId: 'goods-1' })).toBe(1);
    expect(await matched({ openid: mine.openid, reason: 'template-data-invalid' })).toBe(2);
    expect(await matched({ errcode: 47003, from: '2020-01-01T00:00:00Z' })).toBe(2);
    expect(await matched({ errcode: null })).toBe(0);
  });
});

describe('a replay', () => {
  test('when it is started twice, then it is the same one, audited once, and its progress can be read', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    await makeDead(storage, freight);
    const { previewToken } = (await previewOf({ appId: freight.appId })).body;
    const body = { ratePerSecond: 5, ttlSeconds: 600 };
    const both = await Promise.all([startOf(previewToken, body), startOf(previewToken, body)]);
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    const [one, other] = both.map((answer) => answer.body);
    expect(one!.id).toBe(other!.id);
    expect(both[0].headers.get('location')).toBe(`/v1/replays/${one!.id}`);
    expect(one).toMatchObject({
      ...{ state: 'running', ratePerSecond: 5, ttlSeconds: 600, mayDuplicate: false },
      ...{ filter: {}, startedBy: 'key:bootstrap', finishedAt: null },
      progress: { total: 1, replayed: 0, parked: 0, failed: 0, leftOut: 0, skipped: 0 },
    });
    const read = await api.call<Shown>('GET', `/v1/replays/${one!.id}`);
    expect([read.status, read.body.id]).toEqual([200, one!.id]);
    const target = `replay:${one!.id.replace('rpl_', '')}`;
    const audit = await api.call<{ data: Json[] }>('GET', `/v1/audit?target=${target}`);
    expect(audit.body.data.map(({ action }) => action)).toEqual(['replay.create']);
  });

  test('when it is paused, resumed and cancelled, then each once, and an ended one stays ended', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const { previewToken } = (await previewOf({ appId: freight.appId })).body;
    const { id } = (await startOf(previewToken)).body;
    for (const [verb, state] of [
      ['pause', 'paused'],
      ['resume', 'running'],
      ['cancel', 'cancelled'],
    ] as const) {
      const done = await steer(id, verb);
      expect([done.status, done.body.state]).toEqual([200, state]);
      const again = await steer(id, verb);
      expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    }
    expect((await steer(id, 'resume')).body.detail).toBe('The replay is cancelled already.');
  });

  test('when the token is unknown, another caller’s or wrong, then 400; nothing is started', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const { previewToken } = (await previewOf({ appId: freight.appId })).body;
    const key = await api.createKey({ scopes: ['operator'] });
    for (const answer of [await startOf(previewToken, {}, key), await startOf('rpt_nonsense')]) {
      expect(answer.status).toBe(400);
      expect(problemsOf(answer)).toEqual(['/previewToken known-preview']);
    }
  });

  const wrong: [Json, string[]][] = [
    [{}, ['/dryRun required', '/filter required']],
    [{ filter: {} }, ['/dryRun required']],
    [{ filter: {}, dryRun: false }, ['/dryRun one-of']],
    [
      { filter: { nothing: 1, appId: '?' }, dryRun: true },
      ['/filter/appId format', '/filter/nothing unknown-key'],
    ],
    [
      { filter: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, dryRun: true },
      ['/filter/to after-from'],
    ],
    [
      { previewToken: 'x', ratePerSecond: 0, ttlSeconds: 0 },
      ['/ratePerSecond min', '/ttlSeconds min'],
    ],
    [{ previewToken: 5, ratePerSecond: 1001 }, ['/previewToken type', '/ratePerSecond max']],
    [{ previewToken: 'x', filter: {} }, ['/filter unknown-key']],
  ];
  test.each(wrong)('when the body is %j, then 400 names everything', async (body, expected) => {
    const answer = await api.call('POST', '/v1/replays', { body });
    expect(answer.status).toBe(400);
    expect(problemsOf(answer)).toEqual(expected);
  });

  test('when it is another app’s or none, then 404; without a key 401, without the scope 403', async () => {
    const [mine, theirs] = [await setUpFreight(storage), await setUpFreight(storage)];
    const { previewToken } = (await previewOf({ appId: theirs.appId })).body;
    const { id } = (await startOf(previewToken)).body;
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine.appId] });
    const reader = await api.createKey({ scopes: ['push:read', 'push:write'] });
    const calls: [string, string][] = [
      ['GET', `/v1/replays/${id}`],
      ...['pause', 'resume', 'cancel'].map((verb): [string, string] => [
        'POST',
        `/v1/replays/${id}/${verb}`,
      ]),
    ];
    for (const [method, path] of calls) {
      expect((await api.call(method, path, { key })).status).toBe(404);
      expect((await api.call(method, path.replace(id, 'rpl_x'))).status).toBe(404);
      expect((await api.call(method, path, { key: reader })).status).toBe(403);
      expect((await api.call(method, path, { key: null })).status).toBe(401);
    }
    for (const method of ['GET', 'POST']) {
      expect((await api.call(method, '/v1/replays', { key: reader })).status).toBe(403);
      expect((await api.call(method, '/v1/replays', { key: null })).status).toBe(401);
    }
    type Page = { data: Shown[] };
    const seen = await api.call<Page>('GET', '/v1/replays', { key });
    expect(seen.body.data).toEqual([]);
    const all = await api.call<Page>('GET', '/v1/replays?limit=1');
    expect(all.body.data.map((replay) => replay.id)).toEqual([id]);
    expect((await api.call('GET', '/v1/replays?limit=0')).status).toBe(400);
  });
});

describe('GET /v1/dead-letters', () => {
  type Groups = { data: Json[]; nextCursor: string | null; isCapped: boolean };

  test('when pushes died of several causes, then they are grouped, explained, and the push list shows the members', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    const refused = [await makeDead(storage, freight), await makeDead(storage, freight)];
    const other = await another(freight, 1);
    const silent = await makeDead(storage, other, { fate: neverAnswered });
    const path = `/v1/dead-letters?appId=${freight.appId}`;
    const { status, body } = await api.call<Groups>('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ nextCursor: null, isCapped: false },
      data: [
        {
          ...{ reason: 'template-data-invalid', errcode: 47003, count: 2 },
          ...{ appId: freight.appId, templateId: freight.templateId },
          samplePushId: `psh_${refused[1]}`,
          meaning: { zh: '模板参数不符合规则、为空或缺失。' },
        },
        { reason: 'unconfirmed', errcode: null, count: 1, samplePushId: `psh_${silent}` },
      ],
    });
    const membersOf = async (query: string) =>
      (
        await api.call<{ data: Json[] }>(
          'GET',
          `/v1/pushes?appId=${freight.appId}&state=dead&${query}`,
        )
      ).body.data.map((push) => push.id);
    expect(await membersOf('reason=template-data-invalid&errcode=47003')).toEqual(
      refused.toReversed().map((id) => `psh_${id}`),
    );
    expect(await membersOf('reason=unconfirmed&errcode=none')).toEqual([`psh_${silent}`]);
    expect(await membersOf('reason=unconfirmed&errcode=47003')).toEqual([]);
  });

  test('when a page is asked for, then the groups come page by page, each once', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    await makeDead(storage, freight);
    await makeDead(storage, await another(freight, 1), { fate: neverAnswered });
    const path = `/v1/dead-letters?appId=${freight.appId}`;
    const { body: all } = await api.call<Groups>('GET', path);
    const { body: first } = await api.call<Groups>('GET', `${path}&limit=1`);
    const next = `${path}&limit=1&cursor=${String(first.nextCursor)}`;
    const { body: second } = await api.call<Groups>('GET', next);
    expect([...first.data, ...second.data]).toEqual(all.data);
    expect([all.data.length, second.nextCursor]).toEqual([2, null]);
  });

  test('when the key is bound to apps, or a time is given, then only those are counted', async () => {
    const [mine, theirs] = [
      await setUpFreight(storage, { grants: 1 }),
      await setUpFreight(storage, { grants: 1 }),
    ];
    await makeDead(storage, mine);
    await makeDead(storage, theirs);
    const key = await api.createKey({ scopes: ['push:read'], appIds: [mine.appId] });
    const groupsOf = async (query: string) =>
      (await api.call<Groups>('GET', `/v1/dead-letters${query}`, { key })).body.data;
    expect(await groupsOf('')).toMatchObject([{ appId: mine.appId, count: 1 }]);
    expect(await groupsOf(`?appId=${theirs.appId}`)).toEqual([]);
    expect(await groupsOf('?to=2026-01-01T00:00:00Z')).toEqual([]);
    expect(await groupsOf('?from=2026-01-01T00:00:00Z')).toHaveLength(1);
  });

  test('without a key 401, without the scope 403, a bad query 400', async () => {
    const key = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('GET', '/v1/dead-letters', { key })).status).toBe(403);
    expect((await api.call('GET', '/v1/dead-letters', { key: null })).status).toBe(401);
    const bad = await api.call('GET', '/v1/dead-letters?from=x&limit=0');
    expect([bad.status, problemsOf(bad)]).toEqual([
      ...[400, ['/query/from format', '/query/limit limit']],
    ]);
    const filter = { reason: 'nope' };
    const never = await api.call('POST', '/v1/replays', { body: { filter, dryRun: true } });
    expect([never.status, problemsOf(never)]).toEqual([400, ['/filter/reason one-of']]);
    expect(never.text).toContain('template-data-invalid');
  });
});
