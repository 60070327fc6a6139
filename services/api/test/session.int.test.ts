import { describe, expect, test } from '@jest/globals';
import { problemsOf, type Json } from './support/api-bed.ts';
import { createMiniBed } from './support/mini-bed.ts';

const { api, addApp, addTemplate, addUser, loginAs } = await createMiniBed();
const { storage } = api;

describe('a session', () => {
  test('when a report comes twice, then it counts once; parked pushes go out and the plan knows', async () => {
    const { appId, templateId } = await addApp();
    const user = await addUser(appId, '13844440000');
    const key = (await loginAs(appId, user)).body.sessionToken;
    const plan = () => api.call('GET', '/v1/mp/plan?page=pages/goods/list', { key });
    expect((await plan()).body).toEqual({
      templateIds: [templateId],
      reasons: { [templateId]: 'never-asked' },
    });
    const push = {
      appId,
      templateId,
      to: { openid: user.openid },
      data: { thing1: '一', thing2: '二' },
    };
    const made = await api.call('POST', '/v1/pushes', { body: push });
    expect(made.body.state).toBe('parked');
    expect((await plan()).body.reasons).toEqual({ [templateId]: 'parked-demand' });

    const report = {
      requestId: 'ask-1',
      page: 'pages/goods/list',
      results: { [templateId]: 'accept' },
    };
    const first = await api.call('POST', '/v1/mp/grants', { key, body: report });
    expect([first.status, first.body]).toEqual([
      200,
      { recorded: 1, balances: { [templateId]: 1 }, released: 1 },
    ]);
    const again = await api.call('POST', '/v1/mp/grants', { key, body: report });
    expect(again.body).toEqual(first.body);
    const read = await api.call('GET', `/v1/pushes/${String(made.body.id)}`);
    expect(read.body).toMatchObject({ state: 'queued', cycle: 1 });
    const balances = (await api.call('GET', `/v1/apps/${appId}/users/${user.openid}`)).body
      .balances;
    expect(balances).toEqual({ [templateId]: { available: 1, reserved: 0, spent: 0, void: 0 } });
  });

  test('when the page has a target, then the plan fills it up, never mixing kinds, at most three', async () => {
    const { appId, templateId } = await addApp();
    const user = await addUser(appId, '13855550000');
    const longTerm = await addTemplate(appId, '长期提醒', 'long-term');
    const more = [await addTemplate(appId, '二'), await addTemplate(appId, '三')];
    more.push(await addTemplate(appId, '四'));
    await api.call('POST', `/v1/apps/${appId}/templates/sync`);
    const page = 'pages/goods/list';
    await api.call('PUT', `/v1/apps/${appId}/ask-plan`, {
      body: { pages: [{ page, templates: [{ templateId, target: 5 }] }] },
    });
    const key = (await loginAs(appId, user)).body.sessionToken;
    const plan = await api.call<{ templateIds: string[]; reasons: Json }>(
      'GET',
      `/v1/mp/plan?page=/${page}`,
      { key },
    );
    expect(plan.body.templateIds[0]).toBe(templateId);
    expect(plan.body.reasons[templateId]).toBe('below-target');
    expect(plan.body.templateIds).toHaveLength(3);
    expect(plan.body.templateIds).not.toContain(longTerm);
  });

  test('when the phone tells of standing choices, then its rejects are not planned, and a rejection on record ends with its accept', async () => {
    const { appId, templateId } = await addApp();
    const user = await addUser(appId, '13855550001');
    const other = await addTemplate(appId, '二');
    await api.call('POST', `/v1/apps/${appId}/templates/sync`);
    const key = (await loginAs(appId, user)).body.sessionToken;
    const plan = async (query: string) => {
      const answer = await api.call<{ templateIds: string[] }>('GET', `/v1/mp/plan${query}`, {
        key,
      });
      return [answer.status, answer.body.templateIds];
    };
    expect(await plan(`?rejected=${templateId}`)).toEqual([200, [other]]);
    expect(await plan(`?rejected=${templateId},${other}&accepted=`)).toEqual([200, []]);
    const results = { [templateId]: 'ban' };
    await api.call('POST', '/v1/mp/grants', { key, body: { requestId: 'ban', results } });
    await api.call('POST', '/v1/pushes', {
      body: {
        appId,
        templateId,
        to: { openid: user.openid },
        data: { thing1: '一', thing2: '二' },
      },
    });
    expect(await plan('?rejected=&accepted=')).toEqual([200, [other]]);
    expect(await plan(`?accepted=${templateId}`)).toEqual([200, [templateId, other]]);
    const wrong = await api.call('GET', '/v1/mp/plan?rejected=a,b!&accepted=,', { key });
    expect([wrong.status, problemsOf(wrong)]).toEqual([400, ['/query/rejected/1 format']]);
    const many = Array.from({ length: 101 }, (_, at) => `t${at}`).join();
    const tooMany = await api.call('GET', `/v1/mp/plan?accepted=${many}`, { key });
    expect([tooMany.status, problemsOf(tooMany)]).toEqual([400, ['/query/accepted max-length']]);
  });

  test('when the user refused, then the template rests, but comes along where another one presses', async () => {
    const { appId, templateId } = await addApp();
    const user = await addUser(appId, '13855550002');
    const key = (await loginAs(appId, user)).body.sessionToken;
    const plan = () => api.call<{ templateIds: string[] }>('GET', '/v1/mp/plan', { key });
    await api.call('POST', '/v1/pushes', {
      body: {
        appId,
        templateId,
        to: { openid: user.openid },
        data: { thing1: '一', thing2: '二' },
      },
    });
    const results = { [templateId]: 'reject' };
    await api.call('POST', '/v1/mp/grants', { key, body: { requestId: 'no', results } });
    expect((await plan()).body.templateIds).toEqual([]);
    const fresh = await addTemplate(appId, '二');
    await api.call('POST', `/v1/apps/${appId}/templates/sync`);
    expect((await plan()).body.templateIds).toEqual([fresh, templateId]);
  });

  test('when a report is wrong, then it is refused whole', async () => {
    const { appId, templateId } = await addApp();
    const user = await addUser(appId, '13866660000');
    const key = (await loginAs(appId, user)).body.sessionToken;
    const post = (body: Json) => api.call('POST', '/v1/mp/grants', { key, body });
    const wrong = await post({
      requestId: 'a b',
      askedAt: 'now',
      results: { [templateId]: 'yes' },
      x: 1,
    });
    expect([wrong.status, problemsOf(wrong)]).toEqual([
      400,
      ['/askedAt format', '/requestId format', `/results/${templateId} one-of`, '/x unknown-key'],
    ]);
    const unknown = await post({
      requestId: 'r',
      results: { [templateId]: 'accept', 'tpl-x': 'accept' },
    });
    expect([unknown.status, problemsOf(unknown)]).toEqual([422, ['/results/tpl-x known-template']]);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`t${at}`, 'accept']));
    expect(problemsOf(await post({ requestId: 'r', results: many }))).toEqual([
      '/results max-length',
    ]);
    expect(problemsOf(await post({ requestId: 'r', results: {} }))).toEqual([
      '/results min-length',
    ]);
    const row = await storage.users.findByOpenid(appId, user.openid);
    expect(await storage.users.balances(row!.id)).toEqual({});
  });

  test('when the token is none, another kind, or changed, then 401', async () => {
    const { appId } = await addApp();
    const user = await addUser(appId, '13877770000');
    const token = (await loginAs(appId, user)).body.sessionToken;
    const changed = token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    const [head, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ app: appId, sub: 'x', exp: 9e9 })).toString(
      'base64url',
    );
    for (const key of [null, 'yx_nothing', changed, `${head}.${forged}.${signature}`]) {
      const answer = await api.call('GET', '/v1/mp/plan', { key });
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    }
    expect((await api.call('GET', '/v1/pushes', { key: token })).status).toBe(401);
  });
});
