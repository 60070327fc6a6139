import { describe, expect, test } from '@jest/globals';
import { createPush, giveGrant } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

const make = async (freight: Freight, over: Json = {}): Promise<string> =>
  String((await api.call('POST', '/v1/pushes', { body: freight.push(over) })).body.id);

/** What the worker does with a push that WeChat accepts. */
async function sendOff(shownId: string): Promise<void> {
  const pushId = shownId.replace('psh_', '');
  const [claimed] = await storage.hotPath.claimPushes({
    requests: [{ pushId, cycle: 0, attemptId: uuidv7() }],
    workerId: 'test',
    leaseMs: 10_000,
  });
  if (claimed?.kind !== 'claimed') throw new Error(`not claimed: ${claimed?.kind ?? '-'}`);
  const { attemptId, attemptNumber } = claimed.push;
  await storage.hotPath.settleAttempts([
    {
      pushId,
      attemptId,
      attemptNumber,
      outcome: { kind: 'accepted', msgid: '1988810812324364291' },
      errmsg: 'ok',
      httpStatus: 200,
      durationMs: 52,
      finishedAt: new Date(),
      tokenGeneration: 1,
      decision: {
        state: 'sent',
        reason: null,
        dueAt: null,
        grantEffect: 'spend',
        countsAsRetry: false,
        countsAsTokenRetry: false,
        refreshToken: false,
        appPause: null,
        templatePause: null,
        alarm: null,
      },
    },
  ]);
}

describe('GET /v1/pushes/{id}', () => {
  test('when it was sent, then it tells when, and msgid as text', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = await make(freight);
    await sendOff(id);
    const read = await api.call('GET', `/v1/pushes/${id}`);
    expect(read.status).toBe(200);
    expect(read.body).toMatchObject({
      state: 'sent',
      delivery: 'pending',
      attempts: 1,
      lastAttempt: { errcode: 0, msgid: '1988810812324364291', at: expect.any(String) as unknown },
      sentAt: expect.any(String) as unknown,
    });
  });

  test('when asked to wait, then the answer comes when the push has ended', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = await make(freight);
    const waiting = api.call('GET', `/v1/pushes/${id}?wait=20`);
    await sendOff(id);
    expect((await waiting).body).toMatchObject({ id, state: 'sent' });
  });

  test('when it does not end in time, then it is answered as it is', async () => {
    const freight = await setUpFreight(storage);
    const id = await make(freight);
    const startedAt = performance.now();
    const read = await api.call('GET', `/v1/pushes/${id}?wait=1`);
    expect(read.body).toMatchObject({ state: 'parked' });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(950);
  });

  test.each(['31', '-1', 'x', '1.5'])('when wait is %s, then 400', async (wait) => {
    const read = await api.call('GET', `/v1/pushes/psh_${uuidv7()}?wait=${wait}`);
    expect(read.status).toBe(400);
    expect(problemsOf(read)).toEqual(['/query/wait wait']);
  });

  test('when it does not exist, has another shape or is another app’s, then the same 404', async () => {
    const mine = await setUpFreight(storage);
    const theirs = await setUpFreight(storage);
    const id = await make(theirs);
    const key = await api.createKey({ scopes: ['push:read', 'push:write'], appIds: [mine.appId] });
    const paths = [`psh_${uuidv7()}`, 'psh_nonsense', id.replace('psh_', ''), id];
    for (const path of paths) {
      for (const [method, tail] of [
        ['GET', ''],
        ['GET', '/timeline'],
        ['POST', '/cancel'],
      ] as const) {
        const answer = await api.call<Problem>(method, `/v1/pushes/${path}${tail}`, { key });
        expect([answer.status, answer.body.detail]).toEqual([404, 'There is no such push.']);
      }
    }
  });

  test('when the key has no scope or is missing, then 403 and 401', async () => {
    const key = await api.createKey({ scopes: ['push:write'] });
    const id = `psh_${uuidv7()}`;
    for (const path of [`/v1/pushes/${id}`, `/v1/pushes/${id}/timeline`, '/v1/pushes']) {
      expect((await api.call('GET', path, { key })).status).toBe(403);
      expect((await api.call('GET', path, { key: null })).status).toBe(401);
    }
  });
});

describe('GET /v1/pushes/{id}/timeline', () => {
  test('when a push parked, was released and sent, then every step is told in order', async () => {
    const freight = await setUpFreight(storage);
    const id = await make(freight);
    const [due] = await giveGrant({ storage, ...freight });
    const pushId = id.replace('psh_', '');
    await storage.hotPath.claimPushes({
      requests: [{ pushId, cycle: due!.cycle, attemptId: uuidv7() }],
      workerId: 'test',
      leaseMs: 10_000,
    });
    const answer = await api.call<{ data: Json[] }>('GET', `/v1/pushes/${id}/timeline`);
    expect(answer.status).toBe(200);
    const states = answer.body.data.filter((entry) => entry.kind === 'state');
    expect(states.map(({ from, to }) => [from, to])).toEqual([
      [null, 'parked'],
      ['parked', 'queued'],
      ['queued', 'sending'],
    ]);
    expect(answer.body.data.map((entry) => entry.kind)).toEqual(
      expect.arrayContaining(['state', 'grant', 'attempt-started']),
    );
    const times = answer.body.data.map((entry) => String(entry.at));
    expect(times).toEqual([...times].sort());
  });
});

describe('POST /v1/pushes/{id}/cancel', () => {
  test.each([
    ['parked', {}, 0],
    ['queued', {}, 1],
    ['scheduled', { sendAt: new Date(Date.now() + 3_600_000).toISOString() }, 0],
  ])('when it is %s, then it is cancelled, once', async (state, over, grants) => {
    const freight = await setUpFreight(storage, { grants });
    const made = await api.call('POST', '/v1/pushes', { body: freight.push(over) });
    expect(made.body.state).toBe(state);
    const path = `/v1/pushes/${String(made.body.id)}/cancel`;
    const done = await api.call('POST', path);
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ state: 'cancelled' });
    const again = await api.call<Problem>('POST', path);
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  });

  test('when it is on its way or sent, then 409', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = await make(freight);
    await sendOff(id);
    const late = await api.call<Problem>('POST', `/v1/pushes/${id}/cancel`);
    expect([late.status, late.body.detail]).toEqual([409, 'The push is sent already.']);
  });

  test('when the key may not write, then 403', async () => {
    const key = await api.createKey({ scopes: ['push:read'] });
    const path = `/v1/pushes/psh_${uuidv7()}/cancel`;
    expect((await api.call('POST', path, { key })).status).toBe(403);
    expect((await api.call('POST', path, { key: null })).status).toBe(401);
  });
});

type Page = { data: Json[]; nextCursor: string | null };

describe('GET /v1/pushes and POST /v1/pushes/search', () => {
  test('when there are more than a page, then the pages together show each once, newest first, whatever is added meanwhile', async () => {
    const freight = await setUpFreight(storage);
    const ids: string[] = [];
    for (let at = 0; at < 7; at += 1) ids.push(await make(freight));
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query = `appId=${freight.appId}&limit=3${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page: { body: Page } = await api.call<Page>('GET', `/v1/pushes?${query}`);
      seen.push(...page.body.data.map((push) => push.id));
      cursor = page.body.nextCursor;
      await make(freight);
    } while (cursor !== null);
    expect(seen).toEqual([...ids].reverse());
  });

  test('when filtered, then only what fits is shown', async () => {
    const freight = await setUpFreight(storage, { grants: 1, phone: '+8613655556666' });
    const queued = await make(freight, { bizId: 'biz-1' });
    const parked = await make(freight, { to: { phone: '+8613655556666' } });
    await make(await setUpFreight(storage, { phone: '+8613655557777' }));
    const idsOf = async (query: string) =>
      (await api.call<Page>('GET', `/v1/pushes?appId=${freight.appId}&${query}`)).body.data.map(
        (push) => push.id,
      );
    expect(await idsOf('state=queued')).toEqual([queued]);
    expect(await idsOf('state=queued,parked')).toEqual([parked, queued]);
    expect(await idsOf('state=queued&state=parked')).toEqual([parked, queued]);
    expect(await idsOf('bizId=biz-1')).toEqual([queued]);
    expect(await idsOf(`openid=${freight.openid}&templateId=${freight.templateId}`)).toEqual([
      parked,
      queued,
    ]);
    expect(await idsOf('from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).toEqual([]);
    expect(await idsOf('errcode=43101')).toEqual([]);
    expect(await idsOf('rid=abc')).toEqual([]);

    const searched = await api.call<Page>('POST', '/v1/pushes/search', {
      body: { phone: '136 5555 6666', state: ['parked', 'queued'] },
    });
    // Whether it was addressed to the phone or to the openid behind it.
    expect(searched.body.data.map((push) => push.id)).toEqual([parked, queued]);
    const one = await api.call<Page>('POST', '/v1/pushes/search', {
      body: { appId: freight.appId, state: 'queued', limit: 1, cursor: null },
    });
    expect(one.body.data.map((push) => push.id)).toEqual([queued]);
  });

  test('when the key is bound to an app, then it sees that app only', async () => {
    const mine = await setUpFreight(storage);
    const theirs = await setUpFreight(storage);
    const id = await make(mine);
    await make(theirs);
    const key = await api.createKey({ scopes: ['push:read'], appIds: [mine.appId] });
    const all = await api.call<Page>('GET', '/v1/pushes', { key });
    expect(all.body.data.map((push) => push.id)).toEqual([id]);
    const asked = await api.call<Page>('GET', `/v1/pushes?appId=${theirs.appId}`, { key });
    expect(asked.body).toEqual({ data: [], nextCursor: null });
  });

  const wrong: [string, string[]][] = [
    ['limit=0', ['/query/limit limit']],
    ['limit=201', ['/query/limit limit']],
    ['limit=x', ['/query/limit limit']],
    ['cursor=nonsense', ['/query/cursor cursor']],
    ['state=flying', ['/query/state/0 one-of']],
    ['reason=nope', ['/query/reason one-of']],
    ['errcode=x', ['/query/errcode format']],
    ['from=yesterday', ['/query/from format']],
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', ['/query/to after-from']],
    ['phone=%2B8613800000000', ['/query/phone unknown-key']],
    [
      'limit=0&state=x&from=y',
      ['/query/from format', '/query/limit limit', '/query/state/0 one-of'],
    ],
  ];
  test.each(wrong)('when the query is %s, then 400 names it', async (query, expected) => {
    const answer = await api.call('GET', `/v1/pushes?${query}`);
    expect(answer.status).toBe(400);
    expect(problemsOf(answer)).toEqual(expected);
  });

  test('when a search is wrong, then 400 names it, and a phone is not repeated', async () => {
    const answer = await api.call('POST', '/v1/pushes/search', {
      body: { phone: '138', state: [], limit: '5', nothing: 1 },
    });
    expect(answer.status).toBe(400);
    expect(problemsOf(answer)).toEqual([
      '/limit type',
      '/nothing unknown-key',
      '/phone phone',
      '/state min-length',
    ]);
  });

  test('when a push was stored by another process, then it is found all the same', async () => {
    const freight = await setUpFreight(storage);
    const push = await createPush({ storage, ...freight });
    const list = await api.call<Page>('GET', `/v1/pushes?appId=${freight.appId}`);
    expect(list.body.data).toMatchObject([{ id: `psh_${push.id}` }]);
  });
});
