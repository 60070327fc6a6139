import { execFile } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { openPrivateStack } from './open-private-stack.ts';
import { readCodeBlocks } from './support/read-code-blocks.ts';

jest.setTimeout(240_000);

const { appId, name, appSecret, messageToken } = freightApp;
const { templateId } = goodsTemplate;
const blocks = readCodeBlocks('adopting.md');

type SimUser = { userId: string; openid: string };
type Shown = { id: string; state: string; bizId: string; to: { openid: string } };

/** Somebody whose old system has sent until today, typing what the page says in a folder of the clone. */
describe('docs/adopting.md', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let folder: string;
  const users: SimUser[] = [];
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    folder = makeScratch('yuexin-adopting-');
    symlinkSync(path.join(repoRoot, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'app-secret.txt'), `${appSecret}\n`);
    const { apiUrl } = opened.stack;
    const eventUrl = `${apiUrl}/v1/wechat/${appId}/events`;
    await sim('/_sim/apps', { appId, name, appSecret, messageToken, eventUrl });
    await sim(`/_sim/apps/${appId}/templates`, goodsTemplate);
    // What they allowed before Yuexin was there: what the page imports as counted, what it presumes in vain, what it knows nothing of.
    for (const allows of [2, 0, 1]) {
      const user = await sim<SimUser>(`/_sim/apps/${appId}/users`, {});
      users.push(user);
      for (let at = 0; at < allows; at += 1)
        await sim(`/_sim/users/${user.userId}/subscribe`, {
          ...{ results: { [templateId]: 'accept' }, silent: true },
        });
    }
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await opened.close();
  });

  const sim = <T>(to: string, body: unknown): Promise<T> =>
    callJson<T>(`${opened.stack.simulatorUrl}${to}`, { body });
  const get = <T>(to: string): Promise<T> =>
    callJson<T>(`${opened.stack.apiUrl}${to}`, { key: opened.stack.adminKey });
  const inbox = async ({ openid }: SimUser): Promise<unknown[]> => {
    const url = `${opened.stack.simulatorUrl}/_sim/messages?openid=${openid}`;
    return (await callJson<{ data: unknown[] }>(url)).data;
  };
  /** Only addresses, secrets and people are others. */
  const here = (code: string): string => {
    const placed = code
      .replaceAll('http://localhost:3000', opened.stack.apiUrl)
      .replaceAll('yx_an_admin_key', opened.stack.adminKey)
      .replaceAll('the-token-of-the-message-push', messageToken);
    return users.reduce(
      (text, { openid }, at) => text.replaceAll(`oMigrated-000000000000000000${at + 1}`, openid),
      placed,
    );
  };
  const type = async (script: string): Promise<{ stdout: string; stderr: string }> => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CONFIG_HOME: folder };
    const all = ['set -euo pipefail', here(blocks[0] ?? ''), here(script)].join('\n');
    return promisify(execFile)('bash', ['-c', all], { cwd: folder, env });
  };
  const pushes = async (): Promise<Map<string, Shown>> => {
    const { data } = await get<{ data: Shown[] }>(`/v1/pushes?appId=${appId}`);
    return new Map(data.map((push) => [push.bizId, push]));
  };

  test('says what works as it stands: users and presumed grants are brought, and the first messages go out', async () => {
    expect(blocks).toHaveLength(10);
    const [, register = '', bringUsers = '', bringGrants = '', cutOver = '', check = ''] = blocks;
    expect((await type(register)).stdout).toMatch(/event url +http\S+\/events[^]*data +ok/);
    expect((await type(bringUsers)).stderr).toContain('3 users are imported');
    expect((await type(bringGrants)).stderr).toMatch(
      /3 grants added, 0 of[^]*0 grants added, 3 of/,
    );
    const ledger = await get<{ balances: object }>(`/v1/apps/${appId}/users/${users[0]!.openid}`);
    expect(ledger.balances).toMatchObject({ [templateId]: { available: 2 } });

    const sent = await type(cutOver);
    expect(sent.stdout.match(/^state +sent/gm)).toHaveLength(2);
    const made = await pushes();
    expect(made.get('order-42')).toMatchObject({ to: { openid: users[0]!.openid } });
    // Presumed in vain: WeChat says so, and the push waits for the next "allow".
    await eventually(
      async () => expect((await pushes()).get('order-44')).toMatchObject({ state: 'parked' }),
      { timeoutMs: 30_000 },
    );
    expect((await Promise.all(users.map(inbox))).map(({ length }) => length)).toEqual([1, 0, 1]);
    expect((await type(check)).stdout).toMatch(/void +imported/);
  });

  test('says the way back: nothing goes out any more, and what waited is cancelled', async () => {
    const [pause = '', wait = '', cancel = '', balance = ''] = blocks.slice(6);
    await type([pause, wait, cancel].join('\n'));
    expect((await pushes()).get('order-44')).toMatchObject({ state: 'cancelled' });
    const template = await get<{ data: { state: string }[] }>(`/v1/apps/${appId}/templates`);
    expect(template.data).toMatchObject([{ state: 'paused' }]);
    // Of two that were counted one is spent.
    expect((await type(balance)).stdout).toMatch(new RegExp(`${templateId} +1 +0 +1`));
    // The user allows once more: nobody is waiting for it here.
    await sim(`/_sim/users/${users[1]!.userId}/subscribe`, { results: { [templateId]: 'accept' } });
    expect(await inbox(users[1]!)).toEqual([]);
  });

  test('says the same commands in Chinese', () => {
    expect(readCodeBlocks('adopting.zh-CN.md')).toEqual(blocks);
  });
});
