import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { rawRequest } from './raw-request.ts';
import { startSimulator, type TestSimulator } from './simulator-harness.ts';

type ApiCall = { method: string; url: string; authorization: string | undefined; body: string };

let apiCalls: ApiCall[];
let api: http.Server;
let simulator: TestSimulator;

beforeEach(async () => {
  apiCalls = [];
  api = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      apiCalls.push({ method, url, authorization: headers.authorization, body });
      response.writeHead(422, { 'content-type': 'application/problem+json' });
      response.end('{"code":"login-code-invalid"}');
    });
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const { port } = api.address() as AddressInfo;
  simulator = await startSimulator({
    phoneApiUrl: `http://127.0.0.1:${port}`,
    phoneApiKey: 'yx_demo_key',
  });
});
afterEach(async () => {
  await simulator.close();
  await new Promise((resolve) => api.close(resolve));
});

describe('the phone page', () => {
  it('when it is opened, then everything comes from here under a strict policy', async () => {
    const page = await simulator.call('GET', '/_sim/phone');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      expect(asset).toMatch(/^\/_sim\/phone\//);
      expect((await simulator.call('GET', asset)).status).toBe(200);
    }
  });

  it('when somebody comes to the root, then to the phone', async () => {
    const response = await fetch(`${simulator.url}/`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/_sim/phone']);
  });

  it('when it asks how to reach the api, then it is told', async () => {
    const { json } = await simulator.call('GET', '/_sim/phone/config');
    expect(json).toMatchObject({
      apiUrl: expect.stringContaining('127.0.0.1'),
      apiKey: 'yx_demo_key',
    });
  });

  it('when a path leaves its folder, then 404', async () => {
    expect((await simulator.call('GET', '/_sim/phone/..%2fpackage.json')).status).not.toBe(200);
  });
});

describe('the way to the api', () => {
  it('when the mini program calls, then method, path, query, body and session go through, and the answer comes back', async () => {
    const response = await fetch(`${simulator.url}/_sim/phone/api/v1/mp/login?x=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer session' },
      body: '{"code":"c"}',
    });
    expect([response.status, await response.json()]).toEqual([422, { code: 'login-code-invalid' }]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(apiCalls).toEqual([
      {
        method: 'POST',
        url: '/v1/mp/login?x=1',
        authorization: 'Bearer session',
        body: '{"code":"c"}',
      },
    ]);
  });

  it('when the platform on the phone pushes, then that goes through as well; reading pushes does not', async () => {
    const { status } = await simulator.call('POST', '/_sim/phone/api/v1/pushes', { appId: 'wx1' });
    expect(status).toBe(422);
    expect(apiCalls).toMatchObject([
      { method: 'POST', url: '/v1/pushes', body: '{"appId":"wx1"}' },
    ]);
    for (const path of ['/v1/pushes', '/v1/pushes/psh_1', '/v1/pushes/search']) {
      const answer = await simulator.call('GET', `/_sim/phone/api${path}`);
      expect(answer.status).toBe(404);
    }
    expect(apiCalls).toHaveLength(1);
  });

  it('when another path of the api is asked for, then it is not handed on', async () => {
    expect((await simulator.call('GET', '/_sim/phone/api/v1/apps')).status).toBe(404);
    const climbing =
      'GET /_sim/phone/api/v1/mp/../apps HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect((await rawRequest(simulator.port, climbing)).text).toMatch(/^HTTP\/1\.1 404 /);
    expect(apiCalls).toEqual([]);
  });

  it('when there is no api, then 503', async () => {
    const plain = await startSimulator();
    const { status, json } = await plain.call('POST', '/_sim/phone/api/v1/mp/login', {});
    expect([status, json.code]).toEqual([503, 'unavailable']);
    await plain.close();
  });
});

describe('the example mini program', () => {
  it('when its files are asked for, then its pages, styles and scripts come as a browser takes them', async () => {
    const file = (name: string) => simulator.call('GET', `/_sim/phone/example/${name}`);
    const { pages } = (await file('pages.json')).json as {
      pages: { route: string; title: string; wxml: string }[];
    };
    expect(pages.map(({ route }) => route)).toEqual([
      'pages/goods/list',
      'pages/goods/detail',
      'pages/goods/publish',
    ]);
    expect(pages[0]).toMatchObject({ title: '货源', wxml: expect.stringContaining('onRemindMe') });
    for (const name of ['app', ...pages.map(({ route }) => route)]) {
      const script = await file(`${name}.js`);
      expect(script.headers.get('content-type')).toContain('text/javascript');
      expect(script.text).not.toMatch(/from ?"[^./]/);
    }
    const styles = await file('app.css');
    expect(styles.text).toContain('.wx-root');
    expect(styles.text).not.toContain('rpx');
  });

  it('when there is no such file, then 404', async () => {
    expect((await simulator.call('GET', '/_sim/phone/example/settings.ts')).status).toBe(404);
  });
});

describe('the live stream', () => {
  it('when a message arrives, then every open page hears of the call, the grant and the message', async () => {
    const leave = new AbortController();
    const stream = await fetch(`${simulator.url}/_sim/phone/stream`, { signal: leave.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    let heard = '';
    const reading = (async () => {
      for await (const chunk of stream.body!) heard += Buffer.from(chunk).toString('utf8');
    })().catch(() => 'left');
    await simulator.setUpApp();
    await simulator.setUpTemplate();
    const user = await simulator.addUser({ phone: '13800138000' });
    await simulator.allow(user.userId);
    await simulator.send(user.openid);
    await eventually(() => {
      expect(heard).toContain('"type":"message"');
      expect(heard).toContain('"type":"user"');
      expect(heard).toContain('"type":"call"');
      expect(heard).toContain('"type":"event"');
    });
    leave.abort();
    await reading;
  });
});
