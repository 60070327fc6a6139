import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { driver, freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import type { Stack } from '../src/local-stack/start-stack.ts';
import { openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

const run = promisify(execFile);
const { appId } = freightApp;
const { templateId } = goodsTemplate;

/** bash, curl and node are there (`npm test` sees to that); the others where they are installed: docs/samples/README.md says so. */
const samples: [file: string, command: string, ...args: string[]][] = [
  ['push.sh', 'bash'],
  ['push.mjs', process.execPath],
  ...(isThere('python3', '--version') ? [['push.py', 'python3'] as [string, string]] : []),
  ...(isThere('java', '--list-modules', 'jdk.compiler')
    ? [['Push.java', 'java', '-Dfile.encoding=UTF-8'] as [string, string, ...string[]]]
    : []),
  ...(isThere('php', '--modules', 'curl') ? [['push.php', 'php'] as [string, string]] : []),
  ...(isThere('go', 'version') ? [['push.go', 'go', 'run'] as [string, string, string]] : []),
];

function isThere(command: string, argument: string, output = ''): boolean {
  const { status, stdout } = spawnSync(command, [argument], { encoding: 'utf8' });
  return status === 0 && stdout.includes(output);
}

describe('the samples', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let stack: Stack;
  let user: FreightDriver;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    stack = opened.stack;
    user = await seedFreightApp(stack);
    await callJson(`${stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ method: 'PUT', key: stack.callerKey },
      body: { users: [{ openid: user.openid, ...driver }] },
    });
  });
  afterAll(() => opened.close());

  test.each(samples)(
    'samples/%s sends one push, also when it is run twice',
    async (file, command, ...args) => {
      await callJson(`${stack.simulatorUrl}/_sim/users/${user.userId}/subscribe`, {
        body: { results: { [templateId]: 'accept' } },
      });
      await callJson(`${stack.apiUrl}/v1/apps/${appId}/grants`, {
        key: stack.callerKey,
        body: { grants: [{ openid: user.openid, templateId, count: 1 }] },
      });
      const env = {
        ...process.env,
        ...{ YUEXIN_URL: stack.apiUrl, YUEXIN_KEY: stack.callerKey, APP_ID: appId },
        ...{ TEMPLATE_ID: templateId, PHONE: driver.phone, ORDER_ID: `order-of-${file}` },
      };
      const script = path.join(repoRoot, 'docs/samples', file);
      const once = async (): Promise<{ id: string; state: string; bizId: string }> => {
        const { stdout } = await run(command, [...args, script], { env });
        return JSON.parse(stdout) as { id: string; state: string; bizId: string };
      };
      const first = await once();
      expect(first).toMatchObject({
        ...{ state: 'sent', bizId: `order-of-${file}` },
        data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } },
      });
      expect((await once()).id).toBe(first.id);
    },
  );
});
