import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { openPrivateStack } from './open-private-stack.ts';
import { typeCommands } from './support/type-commands.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;

type Preview = { recipients: number; wouldSend: number; problems: number; duplicates: number };
type Audience = { id: string; state: string; progress: { accepted: number } };
type Report = { audience: Audience; pushes: { state: string; count: number }[] };

describe('the command line, for a message to many', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let home: string;
  let driver: FreightDriver;
  let file: string;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    home = makeScratch('yuexin-cli-');
    driver = await seedFreightApp(opened.stack);
    const { openid, userId } = driver;
    const { apiUrl, callerKey: key, simulatorUrl } = opened.stack;
    await callJson(`${apiUrl}/v1/apps/${appId}/users`, {
      ...{ key, method: 'PUT', body: { users: [{ openid }] } },
    });
    for (let at = 0; at < 2; at += 1)
      await callJson(`${simulatorUrl}/_sim/users/${userId}/subscribe`, {
        body: { results: { [templateId]: 'accept' }, silent: true },
      });
    await callJson(`${apiUrl}/v1/apps/${appId}/grants`, {
      ...{ key, body: { grants: [{ openid, templateId, count: 2 }] } },
    });
    file = path.join(home, 'drivers.csv');
    const lines = [`${openid},广州,上海`, `${openid},深圳,北京`, 'o-nobody,广州,上海'];
    writeFileSync(file, `\uFEFFopenid,from,to\r\n${lines.join('\r\n')}\r\n`);
  });
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true });
    await opened.close();
  });

  const { run, ok, json } = typeCommands(() => ({
    ...{ XDG_CONFIG_HOME: home, YUEXIN_APP_ID: appId },
    ...{ YUEXIN_URL: opened.stack.apiUrl, YUEXIN_API_KEY: opened.stack.adminKey },
  }));
  const say = (...more: string[]) => [
    ...['audience', 'send', ...more, '--template', templateId],
    ...['--data', 'thing1={{from}}-->{{to}}', '--data', 'thing2=钢材 32 吨'],
  ];

  test('a dry run says what would happen and sends nothing; started, it is followed and reported', async () => {
    const dry = await run([...say(file, '--dry-run'), '--json']);
    expect(dry.code).toBe(0);
    expect(JSON.parse(dry.stdout) as Preview).toMatchObject({
      ...{ recipients: 1, wouldSend: 1, problems: 1, duplicates: 1, grantsSpent: 1 },
    });
    const [audience] = await json<Audience[]>(['audience', 'list', '--limit', '1']);
    const { id } = audience!;
    expect(dry.stderr).toContain(
      `Nothing was sent. \`yuexin audience start ${id} --leave-out-problems\``,
    );
    expect(audience!.state).toBe('ready');
    expect((await run(['audience', 'start', id])).code).toBe(6);
    const { stdout: problems } = await ok(['audience', 'problems', id]);
    expect(problems).toContain('3,duplicate,');
    expect(problems).toContain('/openid was never seen in this app');
    await ok(['audience', 'start', id, '--leave-out-problems']);
    expect(await json<Audience>(['audience', 'watch', id])).toMatchObject({
      ...{ state: 'done', progress: { accepted: 1 } },
    });
    await eventually(
      async () => {
        const { pushes } = await json<Report>(['audience', 'report', id]);
        expect(pushes).toMatchObject([{ state: 'sent', count: 1 }]);
        return true;
      },
      { timeoutMs: 60_000 },
    );
    expect((await ok(['audience', 'report', id])).stdout).toContain('sent');
  });

  test('in one command, for everyone who holds a grant', async () => {
    const plain = ['--data', 'thing1=【广州】-->【上海】'];
    const done = await json<Audience>([...say('--holders'), ...plain, '--yes']);
    expect(done).toMatchObject({ state: 'done', progress: { accepted: 1 } });
    expect((await run(['audience', 'cancel', done.id])).code).toBe(6);
  });

  test('with a reason for each step, which the audit keeps', async () => {
    const held = await run(say(file, '--leave-out-problems'));
    const id = /aud_[\w-]+/.exec(held.stderr)![0];
    expect([held.code, held.stderr]).toEqual([
      9,
      expect.stringContaining(
        `${id} stays ready: \`yuexin audience start ${id} --leave-out-problems\``,
      ),
    ]);
    await ok(['apps', 'pause', appId, '--reason', 'the story of an audience']);
    await ok(['audience', 'start', id, '--leave-out-problems', '--because', 'as agreed']);
    await ok(['audience', 'cancel', id, '--because', 'a wrong list']);
    await ok(['apps', 'resume', appId]);
    const told = await json<{ action: string; target: string; reason: string | null }[]>([
      ...['audit', '--target', `audience:${id}`],
    ]);
    expect(told.map(({ action, reason }) => [action, reason])).toEqual([
      ...[
        ['audience.cancel', 'a wrong list'],
        ['audience.start', 'as agreed'],
        ['audience.upload', null],
        ['audience.create', null],
      ],
    ]);
  });

  test('when nobody says yes, or nobody is meant, then nothing is sent', async () => {
    expect((await run(say(file, '--leave-out-problems'))).code).toBe(9);
    // Whoever says yes to everything is told what keeps it from being sent, and how to go on.
    const { code, stderr } = await run(say(file, '--yes'));
    expect([code, stderr]).toEqual([6, expect.stringMatching(/1 lines.*--leave-out-problems/s)]);
    expect((await run(say())).code).toBe(2);
    expect((await run(say(path.join(home, 'none.csv')))).code).toBe(2);
    const wrong = path.join(home, 'wrong.csv');
    writeFileSync(wrong, 'name,from\nx,y\n');
    const refused = await run(say(wrong));
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('column to')]);
  });
});
