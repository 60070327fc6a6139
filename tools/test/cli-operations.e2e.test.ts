import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { openPrivateStack } from './open-private-stack.ts';
import { startYuexin } from './run-yuexin.ts';
import { typeCommands } from './support/type-commands.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const sendPath = '/cgi-bin/message/subscribe/send';

type Shown = { id: string; state: string };

/** What an operator does seldom, and must be able to rely on then. */
describe('the command line, on a bad day', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let home: string;
  let user: FreightDriver;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null, env: { SEND_TIMEOUT_MS: '1000' } });
    home = makeScratch('yuexin-cli-');
    user = await seedFreightApp(opened.stack);
    await callJson(`${opened.stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ key: opened.stack.callerKey, method: 'PUT', body: { users: [{ openid: user.openid }] } },
    });
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await opened.close();
  });

  const env = () => ({
    ...{ XDG_CONFIG_HOME: home, YUEXIN_APP_ID: appId },
    ...{ YUEXIN_URL: opened.stack.apiUrl, YUEXIN_API_KEY: opened.stack.adminKey },
  });
  const { run, ok, json } = typeCommands(env);
  const sim = <T>(to: string, body?: unknown): Promise<T> =>
    callJson<T>(`${opened.stack.simulatorUrl}${to}`, body === undefined ? {} : { body });
  /** One that WeChat and Yuexin both know of. */
  const allow = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1)
      await sim(`/_sim/users/${user.userId}/subscribe`, {
        ...{ results: { [templateId]: 'accept' }, silent: true },
      });
    await callJson(`${opened.stack.apiUrl}/v1/apps/${appId}/grants`, {
      key: opened.stack.callerKey,
      body: { grants: [{ openid: user.openid, templateId, count: times }] },
    });
  };
  const send = (...more: string[]) => [
    ...['push', 'send', '--template', templateId, '--openid', user.openid, ...more],
    ...['--data', 'thing1=【广州】-->【上海】', '--data', 'thing2=钢材 32 吨', '--wait', '30'],
  ];
  const sendDead = async (): Promise<string> => {
    const { code, stdout } = await run([...send(), '--json']);
    expect(code).toBe(8);
    return (JSON.parse(stdout) as Shown).id;
  };

  test('profiles: another one is used, and forgotten with its key', async () => {
    const { apiUrl, adminKey } = opened.stack;
    const bare = { YUEXIN_URL: '', YUEXIN_API_KEY: '' };
    const typed = (args: string[], stdin = '') => run(args, stdin, bare);
    await typed(['profiles', 'set', 'good', '--url', apiUrl, '--secret-stdin'], adminKey);
    await typed(
      ['profiles', 'set', 'away', '--url', 'http://127.0.0.1:59999', '--secret-stdin'],
      'yx',
    );
    expect((await typed(['push', 'list'])).code).toBe(7);
    expect((await typed(['push', 'list', '--profile', 'good'])).code).toBe(0);
    expect((await typed(['profiles', 'use', 'good'])).stderr).toContain('good is in use');
    const used = await typed(['profiles', 'use', 'good', '--json']);
    expect(JSON.parse(used.stdout)).toMatchObject({ name: 'good', isCurrent: true });
    expect((await typed(['push', 'list'])).code).toBe(0);
    expect((await typed(['profiles', 'use', 'nobody'])).code).toBe(2);
    expect((await typed(['profiles', 'remove', 'good'])).code).toBe(0);
    expect((await typed(['profiles', 'list'])).stdout).not.toContain('good');
    expect(await typed(['push', 'list'])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('yuexin profiles set') },
    });
    expect((await typed(['profiles', 'remove', 'good'])).code).toBe(2);
  });

  test('keys: replaced without a gap; the new one is printed this once, and the old one ends after the overlap', async () => {
    const made = await json<{ id: string; key: string }>([
      ...['keys', 'create', '--name', 'Orders', '--scope', 'push:read'],
    ]);
    const works = async (key: string) =>
      (await run(['push', 'list'], '', { YUEXIN_API_KEY: key })).code;
    const { stdout, stderr } = await ok(['keys', 'rotate', made.id, '--yes']);
    const second = /key +(yx_\S+)/.exec(stdout)?.[1] ?? '';
    expect(stderr).toContain('this once');
    expect([await works(made.key), await works(second)]).toEqual([0, 0]);
    const id = /id +(key_\S+)/.exec(stdout)?.[1] ?? '';
    const third = await json<{ key: string }>([
      ...['keys', 'rotate', id, '--overlap', '0', '--yes'],
    ]);
    expect([await works(second), await works(third.key)]).toEqual([4, 0]);
    expect((await ok(['keys', 'list'])).stdout).not.toContain(third.key);
    expect((await run(['keys', 'rotate', id])).code).toBe(9);
    expect((await run(['keys', 'rotate', id, '--yes'])).code).toBe(6);
  });

  test('a push whose answer was lost is held, and ends as the operator says', async () => {
    const lose = () => sim('/_sim/faults', { path: sendPath, kind: 'hang-after-commit', times: 1 });
    const sendLost = async (): Promise<string> => {
      await lose();
      const { id } = await json<Shown>([...send('--on-unconfirmed', 'hold').slice(0, -2)]);
      await eventually(
        async () => expect((await json<Shown>(['push', 'get', id])).state).toBe('unconfirmed'),
        { timeoutMs: 30_000 },
      );
      return id;
    };
    await sim('/_sim/faults', { path: '*', kind: 'drop-event' });
    await allow(2);
    const delivered = await sendLost();
    expect((await run(['push', 'verdict', delivered])).code).toBe(2);
    expect((await run(['push', 'verdict', delivered, '--delivered', '--then', 'dead'])).code).toBe(
      2,
    );
    const told = await ok([
      ...['push', 'verdict', delivered, '--delivered', '--reason', '司机已收到', '--yes'],
    ]);
    expect(told.stdout).toMatch(/state +sent/);
    expect((await run(['push', 'verdict', delivered, '--then', 'dead'])).code).toBe(9);
    const again = ['push', 'verdict', delivered, '--then', 'dead', '--yes'];
    expect((await run(again)).code).toBe(6);
    const timeline = (await ok(['push', 'timeline', delivered])).stdout;
    expect(timeline).toMatch(/unconfirmed → sent[^\n]*by verdict-delivered/);
    expect(timeline).toMatch(/push\.verdict, 司机已收到/);

    const undelivered = await sendLost();
    const dead = await ok(['push', 'verdict', undelivered, '--then', 'dead', '--yes']);
    expect(dead.stdout).toMatch(/state +dead/);
    await callJson(`${opened.stack.simulatorUrl}/_sim/faults`, { method: 'DELETE' });
  });

  test('a dead push is put back after a yes, and goes out', async () => {
    await allow(1);
    await sim('/_sim/faults', { path: sendPath, kind: 'errcode', value: 47001, times: 1 });
    const id = await sendDead();
    expect(await run(['push', 'replay', id])).toMatchObject({
      ...{ code: 9, stderr: expect.stringContaining('--yes') },
    });
    expect((await ok(['push', 'replay', id, '--yes', '--ttl', '600'])).stdout).toMatch(
      /state +queued/,
    );
    await ok(['push', 'watch', id, '--timeout', '30']);
    expect((await run(['push', 'replay', id, '--yes'])).code).toBe(6);
  });

  test('dead pushes are given up after a yes, with a reason that the audit keeps', async () => {
    const count = 3;
    await allow(count);
    await sim('/_sim/faults', { path: sendPath, kind: 'errcode', value: 47003, times: count });
    const ids: string[] = [];
    for (let at = 0; at < count; at += 1) ids.push(await sendDead());
    const [first = ''] = ids;
    expect((await run(['push', 'discard', first, '--yes'])).stderr).toContain('--because');
    const one = await ok(['push', 'discard', first, '--because', '货已卖出 🚚', '--yes']);
    expect(one.stdout).toMatch(/state +cancelled/);
    const all = ['dead-letters', 'discard', '--errcode', '47003', '--because', '模板已停用'];
    expect((await ok([...all, '--dry-run'])).stderr).toContain('2 would be discarded.');
    expect((await run(all)).code).toBe(9);
    expect((await ok([...all, '--yes'])).stdout).toMatch(/discarded +2/);
    expect((await ok(all)).stderr).toContain('There is nothing to discard.');
    const audit = (await ok(['audit', '--limit', '20'])).stdout;
    for (const why of ['货已卖出 🚚', '模板已停用']) expect(audit).toContain(why);
    expect((await run(['push', 'discard', first, '--because', 'x', '--yes'])).code).toBe(6);
  });

  test('a replay is paused, goes on, and is watched to its end', async () => {
    const count = 6;
    await allow(count);
    await sim('/_sim/faults', { path: sendPath, kind: 'errcode', value: 47001, times: count });
    for (let at = 0; at < count; at += 1) await sendDead();
    const following = startYuexin(
      ['dead-letters', 'replay', '--errcode', '47001', '--rate', '1', '--yes', '--json'],
      { env: env() },
    );
    const running = async (): Promise<string> =>
      eventually(
        async () => {
          const [newest] = await json<(Shown & { progress: { replayed: number } })[]>([
            ...['replays', 'list'],
          ]);
          expect(newest).toMatchObject({ state: 'running' });
          expect(newest!.progress.replayed).toBeGreaterThan(0);
          return newest!.id;
        },
        { timeoutMs: 30_000 },
      );
    const id = await running();
    expect((await ok(['replays', 'pause', id])).stdout).toMatch(/state +paused/);
    // Whoever follows it is told that it stands still.
    const followed = await following.ended;
    expect([followed.code, (JSON.parse(followed.stdout) as Shown).state]).toEqual([0, 'paused']);
    expect((await ok(['replays', 'watch', id])).stdout).toMatch(/state +paused/);
    expect((await ok(['replays', 'resume', id])).stdout).toMatch(/state +running/);
    const watched = await ok(['replays', 'watch', id]);
    expect(watched.stdout).toMatch(/state +done/);
    expect(watched.stdout).toMatch(/back on the queue +6 of 6/);
    expect((await run(['replays', 'resume', id])).code).toBe(6);
  });

  test('a token that leaked is replaced after a yes, at WeChat too', async () => {
    const forced = async (): Promise<number> => {
      const { data } = await sim<{ data: { path: string; body?: { force_refresh?: boolean } }[] }>(
        '/_sim/calls?limit=1000',
      );
      return data.filter(
        ({ path, body }) => path.includes('stable_token') && body?.force_refresh === true,
      ).length;
    };
    expect((await run(['apps', 'refresh-token', appId])).code).toBe(9);
    expect(await forced()).toBe(0);
    expect((await ok(['apps', 'refresh-token', appId, '--yes'])).stderr).toContain('A new token');
    expect(await forced()).toBe(1);
    // Two are thirty seconds apart.
    expect((await run(['apps', 'refresh-token', appId, '--yes'])).code).toBe(6);
  });
});
