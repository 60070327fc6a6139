import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appId, startSimulator, templateId, type TestSimulator } from './simulator-harness.ts';

let simulator: TestSimulator;

beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

describe('apps and templates', () => {
  it("when an appid is any name and a kind is WeChat's number, then both are taken", async () => {
    const app = { appId: 'test_app-1', appSecret: 's' };
    expect((await simulator.control('POST', '/apps', app)).status).toBe(201);
    const template = { templateId: 't', title: 't', kind: 3, content: '{{thing1.DATA}}' };
    const saved = await simulator.control('POST', '/apps/test_app-1/templates', template);
    expect([saved.status, saved.json.kind]).toEqual([201, 'long-term']);
  });

  it('when an app is posted again, then 200, what is given changes, the rest stays, no secret comes back', async () => {
    const first = await simulator.setUpApp({ dailyQuota: 5 });
    const second = await simulator.setUpApp({ name: '新名字' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.json).toMatchObject({ appId, name: '新名字', dailyQuota: 5, hasAppSecret: true });
    expect(second.text).not.toContain('the-app-secret');
    expect((await simulator.control('GET', '/apps')).json.data).toHaveLength(1);
  });

  it('when an app is wrong in every way, then one problem with all of it', async () => {
    const { status, headers, json } = await simulator.control('POST', '/apps', {
      appId: 'no pe',
      eventUrl: 'ftp://x',
      messageToken: 'no',
      encodingAesKey: 'short',
      dailyQuota: -1,
      colour: 'green',
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    const pointers = (json.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual([
      '/appId',
      '/appSecret',
      '/colour',
      '/dailyQuota',
      '/encodingAesKey',
      '/eventUrl',
      '/messageToken',
    ]);
  });

  it('when events could not be signed or sealed, then 400 says what is missing', async () => {
    const { json } = await simulator.setUpApp({
      eventUrl: 'http://127.0.0.1:1/e',
      eventMode: 'safe',
    });
    expect(json.errors).toMatchObject([
      { pointer: '/messageToken', rule: 'required' },
      { pointer: '/encodingAesKey', rule: 'required' },
    ]);
  });

  it('when a template has no keyword or its app is unknown, then 400 and 404', async () => {
    expect((await simulator.setUpTemplate()).status).toBe(404);
    await simulator.setUpApp();
    expect((await simulator.setUpTemplate({ content: 'nothing' })).status).toBe(400);
    expect((await simulator.setUpTemplate()).status).toBe(201);
    expect((await simulator.setUpTemplate({ title: '改名' })).status).toBe(200);
  });
});

describe('users', () => {
  beforeEach(() => simulator.setUpApp());

  it('when the phone is known in the app, then the same user comes back', async () => {
    const first = await simulator.addUser({ phone: '13800138000' });
    const second = await simulator.addUser({ phone: '+86 138 0013 8000' });
    expect(second).toEqual(first);
    expect((await simulator.control('GET', `/apps/${appId}/users`)).json.total).toBe(1);
  });

  it('when the phone is in two apps, then two openids; after a reset the same ones again', async () => {
    const other = 'wxother0000000000';
    const ask = async () => {
      await simulator.setUpApp();
      await simulator.control('POST', '/apps', { appId: other, appSecret: 'x' });
      const here = await simulator.addUser({ phone: '13800138000' });
      const there = await simulator.control('POST', `/apps/${other}/users`, {
        phone: '13800138000',
      });
      return [here.openid, there.json.openid];
    };
    const before = await ask();
    await simulator.control('POST', '/reset');
    const after = await ask();
    expect(before[0]).not.toBe(before[1]);
    expect(after).toEqual(before);
  });

  it('when the phone is none, then 400 names it', async () => {
    const { status, json } = await simulator.control('POST', `/apps/${appId}/users`, {
      phone: 'x',
    });
    expect([status, json.errors]).toMatchObject([400, [{ pointer: '/phone' }]]);
  });

  it('when many are seeded, then each has its grants', async () => {
    await simulator.setUpTemplate();
    const { json } = await simulator.control('POST', `/apps/${appId}/seed`, {
      users: 50,
      grants: { [templateId]: 2 },
    });
    const openids = json.openids as string[];
    expect(new Set(openids).size).toBe(50);
    const sent = [await simulator.send(openids[7]!), await simulator.send(openids[7]!)];
    expect(sent.map((answer) => answer.json.errcode)).toEqual([0, 0]);
  });

  it('when a user is unknown, then 404', async () => {
    expect((await simulator.control('POST', '/users/usr_nobody/login-code')).status).toBe(404);
  });
});

describe('records', () => {
  it('when calls are listed, then secrets are left out and tokens are told apart', async () => {
    await simulator.setUpApp();
    const query = `grant_type=client_credential&appid=${appId}&secret=the-app-secret`;
    await simulator.call('GET', `/cgi-bin/token?${query}`);
    const token = await simulator.stableToken();
    await simulator.call('GET', `/cgi-bin/get_api_domain_ip?access_token=${token}`);
    const { text, json } = await simulator.control('GET', '/calls');
    expect(text).not.toContain('the-app-secret');
    expect(text).not.toContain(token);
    expect(json).toMatchObject({
      dropped: 0,
      data: [
        {
          path: '/cgi-bin/get_api_domain_ip',
          method: 'GET',
          status: 200,
          errcode: 0,
          appId,
          query: { access_token: expect.stringMatching(/^sha256:[0-9a-f]{12}$/) },
        },
        {
          path: '/cgi-bin/stable_token',
          method: 'POST',
          body: { appid: appId, secret: '[redacted]' },
        },
        { path: '/cgi-bin/token', query: { appid: appId, secret: '[redacted]' } },
      ],
    });
  });

  it('when they are filtered, then by path and by number, newest first', async () => {
    await simulator.setUpApp();
    for (let count = 0; count < 3; count += 1) await simulator.stableToken();
    await simulator.call('GET', '/cgi-bin/nothing');
    const listed = await simulator.control('GET', '/calls?path=/cgi-bin/stable_token&limit=2');
    const seqs = (listed.json.data as { seq: number }[]).map(({ seq }) => seq);
    expect(seqs).toEqual([3, 2]);
    expect((await simulator.control('GET', '/calls?limit=0')).status).toBe(400);
  });

  it('when the logs are reset, then calls are gone and the app stays; then everything', async () => {
    await simulator.setUpApp();
    await simulator.stableToken();
    await simulator.control('POST', '/reset', { scope: 'logs' });
    expect((await simulator.control('GET', '/calls')).json.data).toEqual([]);
    expect((await simulator.control('GET', '/apps')).json.data).toHaveLength(1);
    await simulator.control('POST', '/reset');
    expect((await simulator.control('GET', '/apps')).json.data).toEqual([]);
  });
});

describe('the door', () => {
  it('when a page of another site calls, then 403; the simulator’s own page may', async () => {
    const ask = (origin: string) =>
      fetch(`${simulator.url}/_sim/reset`, { method: 'POST', headers: { origin } });
    expect((await ask('https://evil.example')).status).toBe(403);
    expect((await ask(simulator.url)).status).toBe(200);
  });

  it('when the body is no JSON or the path is none, then a problem', async () => {
    const broken = await fetch(`${simulator.url}/_sim/apps`, { method: 'POST', body: '{' });
    expect([broken.status, await broken.json()]).toMatchObject([400, { code: 'invalid-request' }]);
    expect((await simulator.control('GET', '/nothing')).json).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });
});
