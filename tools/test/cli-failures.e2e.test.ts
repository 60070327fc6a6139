import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { driver, freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { openPrivateStack } from './open-private-stack.ts';
import { runYuexin, startCommand, startInTerminal, startYuexin, yuexinBin } from './run-yuexin.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;

/** What scripts go by: exit codes, and messages that say what to do. */
describe('the command line, when something is wrong', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let home: string;
  let openid: string;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    home = makeScratch('yuexin-cli-');
    ({ openid } = await seedFreightApp(opened.stack));
    await callJson(`${opened.stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ key: opened.stack.callerKey, method: 'PUT', body: { users: [{ openid }] } },
    });
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await opened.close();
  });

  const env = (more: Record<string, string> = {}) => ({
    ...{ XDG_CONFIG_HOME: home, YUEXIN_APP_ID: appId },
    ...{ YUEXIN_URL: opened.stack.apiUrl, YUEXIN_API_KEY: opened.stack.adminKey },
    ...more,
  });
  const yuexin = (args: readonly string[], more: Record<string, string> = {}, stdin = '') =>
    runYuexin(args, { env: env(more), stdin });
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(path.join(home, name), content);
    return path.join(home, name);
  };
  const told = (...texts: string[]) =>
    expect.stringMatching(new RegExp(texts.map((text) => `(?=[^]*${text})`).join('')));

  test('nothing is set up: exit 2, and how to begin', async () => {
    const run = await yuexin(['push', 'list'], { YUEXIN_URL: '', YUEXIN_API_KEY: '' });
    expect(run).toMatchObject({
      code: 2,
      stdout: '',
      stderr: told('yuexin profiles set', 'YUEXIN_URL'),
    });
  });

  test('the api is away: exit 7, with its address and what to look at', async () => {
    const away = 'http://127.0.0.1:59999';
    const run = await yuexin(['push', 'list'], { YUEXIN_URL: away });
    expect(run).toMatchObject({
      ...{ code: 7, stdout: '' },
      stderr: told(`${away} cannot be reached: ECONNREFUSED`, 'Is the api running'),
    });
  });

  test('something else answers: exit 7, and that it is not the api', async () => {
    const server = createServer((_request, response) => response.end('<html>Log in</html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const run = await yuexin(['push', 'list'], { YUEXIN_URL: `http://127.0.0.1:${port}` });
    expect(run).toMatchObject({ code: 7, stderr: told('not one of Yuexin', 'Log in') });
    server.close();
  });

  test('another service answers in JSON: exit 7, whatever is asked of it', async () => {
    const url = { YUEXIN_URL: opened.stack.simulatorUrl };
    const send = ['push', 'send', '--template', templateId, '--openid', openid];
    for (const args of [send, ['apps', 'list'], ['push', 'list']])
      expect(await yuexin(args, url)).toMatchObject({
        ...{ code: 7, stdout: '', stderr: told('not one of Yuexin', 'Is baseUrl right') },
      });
  });

  test('the key is wrong: exit 4, and where a right one is put; it is not repeated', async () => {
    const run = await yuexin(['push', 'list'], { YUEXIN_API_KEY: 'yx_wrong_key_of_somebody' });
    expect(run).toMatchObject({ code: 4, stderr: told('YUEXIN_API_KEY') });
    expect(run.stderr).not.toContain('yx_wrong_key_of_somebody');
  });

  test('the key may not do this: exit 4, and which scope it lacks', async () => {
    const run = await yuexin(['apps', 'list'], { YUEXIN_API_KEY: opened.stack.callerKey });
    expect(run).toMatchObject({ code: 4, stderr: told('scope operator', 'yuexin keys list') });
  });

  test('there is no such thing: exit 5', async () => {
    const id = 'psh_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21';
    expect(await yuexin(['push', 'get', id])).toMatchObject({ code: 5, stderr: told('request ') });
  });

  test('the input is wrong: exit 3, every problem with its pointer; in JSON as the api told it', async () => {
    const bad = [
      'push',
      'send',
      '--template',
      templateId,
      '--openid',
      openid,
      '--data',
      'thing3=x',
    ];
    const run = await yuexin(bad);
    expect(run).toMatchObject({
      code: 3,
      stdout: '',
      stderr: told('/data/thing1', '/data/thing2'),
    });
    const inJson = await yuexin([...bad, '--json']);
    expect(run.stderr.match(/does not fit/g)).toHaveLength(1);
    expect(JSON.parse(inJson.stderr)).toMatchObject({
      ...{ exitCode: 3, problem: { code: 'template-data-invalid', status: 422 } },
    });
  });

  test('explain says no: exit 8, with every check', async () => {
    const run = await yuexin(['push', 'explain', '--template', 'unknown', '--openid', openid]);
    expect(run).toMatchObject({
      ...{ code: 8, stdout: told('would-refuse', 'template +no', 'backlog +- +Not checked') },
    });
  });

  test.each([
    ['no such command', ['nonsense'], 'unknown command'],
    ['no such option', ['push', 'list', '--nonsense'], 'unknown option'],
    ['no such choice', ['push', 'list', '--state', 'lost'], 'Allowed choices are .*parked'],
    ['not a number', ['push', 'list', '--limit', 'many'], 'whole number from 1'],
    ['not a time', ['push', 'list', '--from', 'yesterday'], 'such as 2026-01-05'],
    ['not a pair', ['push', 'send', '--data', 'thing1'], 'such as thing1='],
    ['a file that is not there', ['push', 'send', '--file', '/nowhere.json'], 'ENOENT'],
  ])('%s: exit 2, and what would be right', async (_what, args, message) => {
    expect(await yuexin(args)).toMatchObject({ code: 2, stdout: '', stderr: told(message) });
  });

  test('with --json a wrong command line is told as a document, too', async () => {
    for (const args of [
      ['push', 'list', '--limit', 'many'],
      ['nonsense'],
      ['push'],
      ['push', 'get'],
    ]) {
      const run = await yuexin([...args, '--json']);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(JSON.parse(run.stderr)).toEqual({
        ...{ exitCode: 2, message: expect.any(String), cure: expect.stringContaining('--help') },
      });
    }
  });

  test('broken files: exit 2, and what is wrong with them', async () => {
    const send = ['push', 'send', '--file'];
    const broken = file('broken.json', '{"data": ');
    expect(await yuexin([...send, broken])).toMatchObject({ code: 2, stderr: told('not JSON') });
    expect(await yuexin([...send, '-'], {}, '[]')).toMatchObject({
      code: 2,
      stderr: told('JSON object'),
    });
    const gbk = file('gbk.csv', Buffer.from([0x6f, 0x0a, 0xb9, 0xe3, 0xd6, 0xdd]));
    const imported = await yuexin(['users', 'import', gbk]);
    expect(imported).toMatchObject({ code: 2, stderr: told('not UTF-8', 'CSV UTF-8') });
    const lines = file('lines.csv', 'openid,templateId,count\nok1,t,1\n坏,t,1\nok2,t,0\n');
    const grants = await yuexin(['grants', 'import', lines, '--yes']);
    expect(grants).toMatchObject({
      ...{
        code: 2,
        stderr: told('2 lines are wrong', 'line 3: openid', 'line 4: count 0', 'nothing was'),
      },
    });
  });

  test('what the api says of an imported item is told of its line in the file', async () => {
    const csv = file('unknown.csv', `openid,templateId\n\no-1,${templateId}\no-2,nobody\n`);
    const run = await yuexin(['grants', 'import', csv, '--yes']);
    expect(run).toMatchObject({ code: 3, stderr: told('line 4: templateId', 'Nothing was') });
  });

  test('a CSV is judged whole, as the api would judge it, before anything is sent', async () => {
    const phones = ['13800000000', '+8613800000001', '138 0000 0002', '(+86)138-0000-0003'];
    const odd = ['13x', '12', '1380000', '+1', '+86138000000000000', '0086', '１３８', '++86138'];
    const users = [...phones, ...odd].map((phone, at) => ({ openid: `o-odd-${at}`, phone }));
    const many = Array.from({ length: 1_200 }, (_, at) => `o-many-${at},`);
    const lines = [...many, ...users.map(({ openid, phone }) => `${openid},${phone}`)];
    const csv = file('phones.csv', `openid,phone\n${lines.join('\n')}\n`);
    const run = await yuexin(['users', 'import', csv]);
    const told = await fetch(`${opened.stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ method: 'PUT', body: JSON.stringify({ users }) },
      headers: {
        authorization: `Bearer ${opened.stack.adminKey}`,
        'content-type': 'application/json',
      },
    });
    const { errors } = (await told.json()) as { errors: { pointer: string }[] };
    const refused = errors.map(({ pointer }) => Number(pointer.split('/')[2]) + many.length + 2);
    expect(refused.length).toBeGreaterThan(3);
    expect([...run.stderr.matchAll(/line (\d+): phone/g)].map(([, line]) => Number(line))).toEqual(
      refused,
    );
    expect(run.code).toBe(2);
    expect((await yuexin(['users', 'get', 'o-many-0'])).code).toBe(5);
    const times = file(
      'times.csv',
      'openid,templateId,grantedAt\no-1,t,2026-13-45T99:00:00Z\no-2,t,2026-01-01T00:00:00Z,x\n',
    );
    expect((await yuexin(['grants', 'import', times, '--yes'])).stderr).toMatch(
      /line 2: grantedAt[^]*line 3: its values are 4/,
    );
  });

  test('a profile file that others can read is refused, with the cure', async () => {
    const url = opened.stack.apiUrl;
    const bare = { YUEXIN_URL: '', YUEXIN_API_KEY: '' };
    await yuexin(['profiles', 'set', 'local', '--url', url, '--secret-stdin'], bare, 'yx_1');
    const config = path.join(home, 'yuexin', 'config.json');
    chmodSync(config, 0o644);
    const run = await yuexin(['push', 'list'], bare);
    expect(run).toMatchObject({ code: 2, stderr: told(`chmod 600 ${config}`) });
    chmodSync(config, 0o600);
    writeFileSync(config, '{');
    expect(await yuexin(['push', 'list'], bare)).toMatchObject({
      code: 2,
      stderr: told('damaged'),
    });
    rmSync(config);
  });

  test('a reader that goes away early, as head does, is no failure and no noise', async () => {
    await callJson(`${opened.stack.apiUrl}/v1/pushes/batch`, {
      key: opened.stack.callerKey,
      body: {
        pushes: Array.from({ length: 400 }, () => ({
          ...{ appId, templateId, to: { openid }, sendAt: new Date(Date.now() + 60_000_000) },
          data: { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨' },
        })),
      },
    });
    const list = `'${process.execPath}' '${yuexinBin}' push list --limit 400 --json`;
    const shell = `set -o pipefail; ${list} | head -c 20; echo "code \${PIPESTATUS[0]}"`;
    const run = await startCommand(['bash', '--norc', '-c', shell], { env: env() }).ended;
    expect(run.stdout).toMatch(/code 0\n$/);
    expect(run.stderr).toBe('');
    const whole = await yuexin(['push', 'list', '--limit', '400', '--json']);
    expect(JSON.parse(whole.stdout)).toHaveLength(400);
  });

  test('Ctrl-C ends a watch at once: exit 130', async () => {
    const { data } = await callJson<{ data: { id: string }[] }>(
      `${opened.stack.apiUrl}/v1/pushes?state=scheduled&limit=1`,
      { key: opened.stack.callerKey },
    );
    const watching = startYuexin(['push', 'watch', data[0]!.id], { env: env() });
    await eventually(() => expect(watching.stdout()).toContain('scheduled'), { timeoutMs: 30_000 });
    watching.kill('SIGINT');
    expect(await watching.ended).toMatchObject({ code: 130, stderr: told('Interrupted') });
  });

  test.each([
    ['n', { code: 9, stdout: told('Nothing was done') }],
    ['y', { code: 5 }],
  ])('in a terminal a person is asked: %s', async (answer, expected) => {
    const asked = startInTerminal(['keys', 'revoke', 'key_x'], { env: env() });
    await eventually(() => expect(asked.stdout()).toContain('[y/N]'), { timeoutMs: 30_000 });
    asked.type(`${answer}\r`);
    expect(await asked.ended).toMatchObject(expected);
  });

  test('a key that is typed is not seen', async () => {
    const set = startInTerminal(['profiles', 'set', 'typed', '--url', 'http://127.0.0.1:3000'], {
      env: env(),
    });
    await eventually(() => expect(set.stdout()).toContain('not shown'), { timeoutMs: 30_000 });
    set.type('yx_typed_by_hand\r');
    const { code, stdout } = await set.ended;
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: told('typed is kept') });
    expect(stdout).not.toContain('yx_typed');
    const config = readFileSync(path.join(home, 'yuexin', 'config.json'), 'utf8');
    expect(config).toContain('yx_typed_by_hand');
  });

  test('a phone is looked for in a body: no URL of ours has it', async () => {
    const run = await yuexin(['push', 'list', '--phone', driver.phone, '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual([]);
  });
});
