import { rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { driver, freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { openPrivateStack } from './open-private-stack.ts';
import { startInTerminal, startYuexin } from './run-yuexin.ts';
import { typeCommands } from './support/type-commands.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const send = ['push', 'send', '--template', templateId, '--phone', driver.phone];
const data = ['--data', 'thing1=【广州】-->【上海】', '--data', 'thing2=钢材 32 吨'];

/** An operator's day, in order: each command as it ships, against api, worker and simulator as they ship. */
describe('the command line', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let home: string;
  let user: { userId: string; openid: string };
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null, env: { WEBHOOK_ALLOW_PRIVATE: 'true' } });
    home = makeScratch('yuexin-cli-');
    await sim('/_sim/apps', {
      ...freightApp,
      eventUrl: `${opened.stack.apiUrl}/v1/wechat/${appId}/events`,
    });
    await sim(`/_sim/apps/${appId}/templates`, goodsTemplate);
    user = await sim(`/_sim/apps/${appId}/users`, driver);
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await opened.close();
  });

  const sim = <T>(to: string, body: unknown): Promise<T> =>
    callJson<T>(`${opened.stack.simulatorUrl}${to}`, { body });
  const env = () => ({ XDG_CONFIG_HOME: home, YUEXIN_APP_ID: appId });
  const { run: yuexin, ok, json } = typeCommands(env);
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(home, name), text);
    return path.join(home, name);
  };
  /** WeChat knows of the grants; Yuexin is told by the import. */
  const allowSilently = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1)
      await sim(`/_sim/users/${user.userId}/subscribe`, {
        results: { [templateId]: 'accept' },
        silent: true,
      });
  };

  test('profiles: the key is kept for its owner alone and never shown', async () => {
    const { apiUrl, adminKey } = opened.stack;
    await ok(['profiles', 'set', 'local', '--url', apiUrl, '--secret-stdin'], `${adminKey}\n`);
    const config = path.join(home, 'yuexin', 'config.json');
    expect(statSync(config).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(config)).mode & 0o777).toBe(0o700);
    const { stdout } = await ok(['profiles', 'list']);
    expect(stdout).toMatch(/\* +local +http:\S+ +kept/);
    expect(stdout).not.toContain(adminKey);
    expect(await json(['profiles', 'list'])).toEqual([
      { name: 'local', url: apiUrl, hasKey: true, isCurrent: true },
    ]);
  });

  test('apps: created with a secret that is piped in and never printed; paused and resumed', async () => {
    const more = file(
      'app.json',
      JSON.stringify({
        messageToken: freightApp.messageToken,
        encodingAesKey: freightApp.encodingAesKey,
      }),
    );
    const create = ['apps', 'create', appId, '--name', '货运通', '--file', more, '--secret-stdin'];
    const made = await ok(create, freightApp.appSecret);
    expect(made.stdout).toContain('货运通');
    expect(made.stdout).not.toContain(freightApp.appSecret);
    expect((await yuexin(create, freightApp.appSecret)).code).toBe(6);
    await ok(['apps', 'pause', appId, '--reason', '模板审核']);
    expect((await ok(['apps', 'list'])).stdout).toMatch(/货运通 +paused +模板审核/);
    await ok(['apps', 'resume', appId]);
    await ok(['apps', 'update', appId, '--rate', '500']);
    expect(await json(['apps', 'get', appId])).toMatchObject({
      ...{ state: 'active', sendRatePerSecond: 500 },
    });
  });

  test('templates: synced, listed with Chinese in line, and data validated against them', async () => {
    expect((await ok(['templates', 'sync'])).stdout).toContain(templateId);
    const [header = '', row = ''] = (await ok(['templates', 'list'])).stdout.split('\n');
    expect(row).toContain('thing1 路线, thing2 货物');
    // Six wide characters take the room of twelve.
    expect(header.indexOf('KIND') - row.indexOf('one-time')).toBe(6);
    const good = file('good.json', '{"thing1":"【广州】-->【上海】","thing2":{"value":"钢材"}}');
    expect((await ok(['templates', 'validate', templateId, good])).stdout).toMatch(/data +ok/);
    const bad = file('bad.json', JSON.stringify({ thing1: '长'.repeat(21), thing3: 'x' }));
    const refused = await yuexin(['templates', 'validate', templateId, bad]);
    expect(refused.code).toBe(8);
    expect(refused.stdout).toMatch(/data +no .*\/data\/thing1.*\/data\/thing2/);
    const surplus = file('surplus.json', '{"thing1":"广州","thing2":"钢材","thing9":"x"}');
    expect((await ok(['templates', 'validate', templateId, surplus])).stdout).toMatch(
      /data +ok[^]*keywords +- .*no thing9/,
    );
    await ok(['templates', 'pause', templateId, '--reason', 'review']);
    expect((await ok(['templates', 'list'])).stdout).toContain('paused');
    // No fault of the data.
    await ok(['templates', 'validate', templateId, good]);
    await ok(['templates', 'resume', templateId]);
    expect((await ok(['templates', 'changes'])).stdout).toMatch(/货源匹配提醒 +added/);
  });

  test('keys: printed the one time they are made; revoked, they are refused with the cure', async () => {
    const made = await ok(['keys', 'create', '--name', 'Orders', '--scope', 'push:read']);
    const key = /key +(yx_\S+)/.exec(made.stdout)?.[1] ?? '';
    const id = /id +(key_\S+)/.exec(made.stdout)?.[1] ?? '';
    const asOrders = (args: string[]) => yuexin(args, '', { YUEXIN_API_KEY: key });
    expect((await asOrders(['push', 'list'])).code).toBe(0);
    const listed = (await ok(['keys', 'list'])).stdout;
    expect(listed).toContain('Orders');
    expect(listed).not.toContain(key);
    const forbidden = await asOrders(['apps', 'list']);
    expect(forbidden).toMatchObject({ code: 4, stderr: expect.stringContaining('scope operator') });
    expect((await yuexin(['keys', 'revoke', id])).code).toBe(9);
    expect(await json(['keys', 'revoke', id, '--yes'])).toEqual({ id, isRevoked: true });
    const revoked = await asOrders(['push', 'list']);
    expect(revoked).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('yuexin profiles set'),
    });
  });

  test('users: imported from a CSV as a spreadsheet writes it, found by phone, masked', async () => {
    const csv = file('users.csv', `\ufeffopenid,phone\r\n${user.openid},${driver.phone}\r\n`);
    expect((await ok(['users', 'import', csv])).stderr).toContain('1 user is imported');
    const found = await ok(['users', 'find', '--phone', '-'], driver.phone);
    expect(found.stdout).toContain(user.openid);
    expect(found.stdout).not.toContain(driver.phone);
    expect((await yuexin(['users', 'find', '--phone', '+8613999999999'])).code).toBe(5);
  });

  test('grants: presumed ones are asked about, and the same file counts once', async () => {
    await allowSilently(4);
    const csv = file('grants.csv', `openid,templateId,count\n${user.openid},${templateId},3\n`);
    const unasked = await yuexin(['grants', 'import', csv]);
    expect(unasked).toMatchObject({ code: 9, stderr: expect.stringContaining('--yes') });
    for (let times = 0; times < 2; times += 1) await ok(['grants', 'import', csv, '--yes']);
    expect(await json(['users', 'get', user.openid])).toMatchObject({
      balances: { [templateId]: { available: 3 } },
    });
    const more = `openid,templateId,count\no-more,${templateId},1\n${user.openid},${templateId},4\n`;
    file('grants.csv', more);
    expect((await ok(['grants', 'import', csv, '--yes'])).stderr).toContain('2 grants added, 3 of');
    const again = ['grants', 'import', csv, '--yes', '--again', 'second tap'];
    for (let times = 0; times < 2; times += 1) await ok(again);
    file('grants.csv', `openid,templateId\n${user.openid},${templateId}\n`);
    expect((await yuexin(again)).code).toBe(3);
    expect((await ok(['users', 'grants', user.openid])).stdout.match(/imported/g)).toHaveLength(8);
  });

  test('push: explained, sent once for a key, watched to its end', async () => {
    expect((await ok([...send.with(1, 'explain'), ...data])).stdout).toMatch(/^would-send/);
    const keyed = [...send, ...data, '--idempotency-key', 'goods-42'];
    const first = await json<{ id: string }>([...keyed, '--wait', '30']);
    expect(first).toMatchObject({ state: 'sent' });
    expect(await json(keyed)).toMatchObject({ id: first.id });
    const watched = await ok(['push', 'watch', first.id, '--confirmed', '--timeout', '30']);
    expect(watched.stdout).toMatch(/queued[^]*attempt 1: accepted, errcode 0[^]*sending → sent/);
    const lines = (await ok(['push', 'watch', first.id, '--json'])).stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toContain('event');
    expect((await ok(['push', 'get', first.id])).stdout).toMatch(/thing1=【广州】-->【上海】/);
    expect((await ok(['push', 'list', '--state', 'sent'])).stdout).toContain(first.id);
  });

  test('a push that is watched is told line by line as it lives: parked, allowed, sent', async () => {
    const other = await sim<{ userId: string; openid: string }>(`/_sim/apps/${appId}/users`, {
      phone: '+8613800000001',
    });
    await ok(['users', 'import', '-'], `openid\n${other.openid}\n`);
    const to = ['push', 'send', '--template', templateId, '--openid', other.openid];
    const { id } = await json<{ id: string }>([...to, ...data]);
    const watching = startYuexin(['push', 'watch', id], { env: env() });
    await eventually(() => expect(watching.stdout()).toMatch(/ {2}parked/), { timeoutMs: 30_000 });
    await sim(`/_sim/users/${other.userId}/subscribe`, { results: { [templateId]: 'accept' } });
    const { code, stdout } = await watching.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {2}parked\n[^]*parked → queued\n[^]*sending → sent\n/);
    expect(stdout).toMatch(/grant grt_\S+, spent, witnessed/);
  });

  test('a push is cancelled once; a second time is a conflict', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const { id } = await json<{ id: string }>([...send, ...data, '--send-at', at]);
    expect((await yuexin(['push', 'cancel', id])).code).toBe(9);
    await ok(['push', 'cancel', id, '--yes']);
    expect((await yuexin(['push', 'cancel', id, '--yes'])).code).toBe(6);
    const watched = await yuexin(['push', 'watch', id]);
    expect(watched.code).toBe(8);
    expect(watched.stderr).not.toContain('push watch');
  });

  test('dead letters: grouped with what to do; replayed after a preview and a yes', async () => {
    await sim('/_sim/faults', {
      ...{ path: '/cgi-bin/message/subscribe/send', kind: 'errcode', value: 47001, times: 2 },
    });
    const dead = await yuexin([...send, ...data, '--wait', '30', '--json']);
    expect(dead.code).toBe(8);
    const { id } = JSON.parse(dead.stdout) as { id: string };
    expect((await yuexin([...send, ...data, '--wait', '30', '--biz-id', 'second'])).code).toBe(8);
    expect((await ok(['dead-letters', 'list'])).stdout).toMatch(/^2 +wx\S+ +\S+ +\S+ 47001/m);
    const replay = ['dead-letters', 'replay', '--errcode', '47001'];
    expect(await json([...replay, '--dry-run'])).toMatchObject({ matched: 2, wouldSend: 2 });
    const unasked = await yuexin(replay);
    expect(unasked).toMatchObject({ code: 9, stdout: expect.stringMatching(/would be sent +2/) });
    const inTerminal = startInTerminal([...replay, '--biz-id', 'second'], { env: env() });
    await eventually(() => expect(inTerminal.stdout()).toContain('Put 1 pushes back? [y/N]'), {
      timeoutMs: 30_000,
    });
    inTerminal.type('y\r');
    expect(await inTerminal.ended).toMatchObject({
      ...{
        code: 0,
        stdout: expect.stringMatching(/replaying █+ 1\/1[^]*back on the queue +1 of 1/),
      },
    });
    const done = await json<{ id: string }>([...replay, '--yes', '--rate', '5']);
    expect(done).toMatchObject({ state: 'done', progress: { total: 1, replayed: 1 } });
    await ok(['push', 'watch', id]);
    expect((await ok(['replays', 'list'])).stdout).toContain(done.id);
    expect((await ok(['replays', 'get', done.id])).stdout).toMatch(/back on the queue +1 of 1/);
    expect((await yuexin(['replays', 'cancel', done.id])).code).toBe(9);
    expect((await yuexin(['replays', 'cancel', done.id, '--yes'])).code).toBe(6);
  });

  test('webhooks and callbacks: an endpoint is made, tried, told again and ended; its secret is shown once', async () => {
    const receiver = createServer((request, response) => {
      heard.push(String(request.headers['webhook-id']));
      response.writeHead(204).end();
    });
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      receiver.listen(0, '127.0.0.1', resolve);
    });
    const { port } = receiver.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}/hook`;
    const made = await ok(['webhooks', 'create', url, '--event', 'push.sent']);
    expect(made.stdout).toMatch(/whsec_/);
    const [endpoint] = await json<{ id: string; secret?: string }[]>(['webhooks', 'list']);
    expect(endpoint).not.toHaveProperty('secret');
    const id = String(endpoint?.id);

    const tried = await json<{ id: string }>(['webhooks', 'test', id]);
    await eventually(() => expect(heard).toHaveLength(1), { timeoutMs: 15_000 });
    await ok(['callbacks', 'resend', tried.id]);
    await eventually(() => expect(heard).toHaveLength(2), { timeoutMs: 15_000 });
    const listed = await ok(['callbacks', 'list', '--state', 'delivered']);
    expect(listed.stdout).toContain(tried.id);
    expect((await yuexin(['webhooks', 'rotate-secret', id])).code).toBe(9);
    expect((await ok(['webhooks', 'rotate-secret', id, '--yes'])).stdout).toMatch(/whsec_/);
    await ok(['webhooks', 'disable', id]);
    await ok(['webhooks', 'enable', id]);
    await ok(['webhooks', 'recover', id, '--since', '2026-01-01T00:00:00Z']);
    expect(await json(['webhooks', 'delete', id, '--yes'])).toEqual({ id, isDeleted: true });
    expect(await json<object[]>(['webhooks', 'list'])).toEqual([]);
    receiver.close();
    receiver.closeAllConnections();
  });

  test('audit: whoever did what is told, with the filter', async () => {
    const { stdout } = await ok(['audit', '--action', 'app.pause']);
    expect(stdout).toContain(`app:${appId}`);
    expect(stdout).not.toContain('push.cancel');
    const all = await json<{ action: string }[]>(['audit', '--limit', '200']);
    expect(all.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['api-key.revoke', 'push.cancel', 'replay.create', 'app.pause']),
    );
    expect(JSON.stringify(all)).not.toContain(freightApp.appSecret);
  });

  test('alarms: listed and acknowledged', async () => {
    const alarms = await json<{ id: string }[]>(['alarms', 'list']);
    const [{ id } = { id: '' }] = alarms;
    expect(id).toContain('47001');
    await ok(['alarms', 'acknowledge', id]);
    expect((await ok(['alarms', 'list'])).stdout).toContain('acknowledged');
  });
});
