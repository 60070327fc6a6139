import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { driver, freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import type { Stack } from '../src/local-stack/start-stack.ts';
import { openFailingDoor, type FailingDoor, type Fault } from './open-failing-door.ts';
import { openPrivateStack } from './open-private-stack.ts';
import { sampleCommands, sampleFile, type SampleCommand } from './support/sample-commands.ts';

jest.setTimeout(180_000);

const run = promisify(execFile);
const { appId } = freightApp;
const { templateId } = goodsTemplate;

const samples = Object.entries(sampleCommands).map(
  ([suffix, command]) => [suffix === 'java' ? 'Push.java' : `push.${suffix}`, command] as const,
);
/** A machine whose own encoding is not UTF-8, as on Windows in China. */
const inGbk: (readonly [string, SampleCommand])[] = sampleCommands.java
  ? [['Push.java', [...sampleCommands.java, '-Dfile.encoding=GBK']]]
  : [];

const problem = (status: number, code: string, retryAfterSeconds: number): Fault => ({
  ...{ kind: 'answers', status, headers: { 'retry-after': String(retryAfterSeconds) } },
  body: JSON.stringify({ type: `/problems/${code}`, status, code, retryable: true }),
});
/** Waits, when nothing else is said, are of 1, 2, 4 seconds: the third failure asks for more. */
const faults: readonly Fault[] = [
  { kind: 'loses-answer' },
  { kind: 'answers', status: 502, headers: {}, body: '<html><h1>502 Bad Gateway</h1></html>\n' },
  problem(503, 'overloaded', 6),
  problem(409, 'idempotency-in-flight', 1),
];

type Shown = { id: string; state: string; bizId: string; data: unknown };

describe('the samples', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let stack: Stack;
  let user: FreightDriver;
  let door: FailingDoor;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    stack = opened.stack;
    door = await openFailingDoor(stack.apiUrl);
    user = await seedFreightApp(stack);
    await callJson(`${stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ method: 'PUT', key: stack.callerKey },
      body: { users: [{ openid: user.openid, ...driver }] },
    });
  });
  afterAll(async () => {
    await door.close();
    await opened.close();
  });

  const allow = async (): Promise<void> => {
    await callJson(`${stack.simulatorUrl}/_sim/users/${user.userId}/subscribe`, {
      body: { results: { [templateId]: 'accept' } },
    });
    await callJson(`${stack.apiUrl}/v1/apps/${appId}/grants`, {
      key: stack.callerKey,
      body: { grants: [{ openid: user.openid, templateId, count: 1 }] },
    });
  };
  /** In the C locale, whose encoding is ASCII: a sample may count on no more. */
  const runSample = async (
    [file, [command, ...args]]: readonly [string, SampleCommand],
    env: Record<string, string>,
  ): Promise<Shown> => {
    const { stdout } = await run(command, [...args, sampleFile(file)], {
      env: {
        ...process.env,
        ...{ LANG: 'C', LC_ALL: 'C', YUEXIN_KEY: stack.callerKey, APP_ID: appId },
        ...{ YUEXIN_URL: stack.apiUrl, TEMPLATE_ID: templateId, PHONE: driver.phone, ...env },
      },
    });
    return JSON.parse(stdout) as Shown;
  };
  /** Not what the sample printed, which is in the encoding of the terminal. */
  const readPush = (id: string): Promise<Shown> =>
    callJson<Shown>(`${stack.apiUrl}/v1/pushes/${id}`, { key: stack.callerKey });
  const data = { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } };

  test.each([...samples, ...inGbk])(
    'samples/%s (%j) sends one push, also when it is run twice, with its Chinese unhurt',
    async (...sample) => {
      await allow();
      const order = { ORDER_ID: `order-of-${sample.flat().join('-').replaceAll(/\W+/g, '-')}` };
      const first = await runSample(sample, order);
      expect(first).toMatchObject({ state: 'sent', bizId: order.ORDER_ID });
      expect(await readPush(first.id)).toMatchObject({ state: 'sent', data });
      expect((await runSample(sample, order)).id).toBe(first.id);
    },
  );

  test.each(samples)(
    'samples/%s asks again, and waits as told, after a lost answer, a proxy’s page, 503 and 409: one push',
    async (...sample) => {
      await allow();
      door.fail(faults);
      const order = `hard-order-of-${sample[0]}`;
      const push = await runSample(sample, { YUEXIN_URL: door.url, ORDER_ID: order });
      expect(push).toMatchObject({ state: 'sent', bizId: order });
      const seen = door.seen();
      expect(seen).toHaveLength(faults.length + 1);
      const unlike = seen.filter(({ idempotencyKey }) => idempotencyKey !== `"${order}"`);
      expect(unlike).toEqual([]);
      expect(new Set(seen.map(({ body }) => body)).size).toBe(1);
      expect(seen[3]?.waitedMs).toBeGreaterThan(5_900);
      const { data: found } = await callJson<{ data: Shown[] }>(
        `${stack.apiUrl}/v1/pushes?appId=${appId}&bizId=${order}`,
        { key: stack.callerKey },
      );
      expect(found.map(({ id }) => id)).toEqual([push.id]);
    },
  );

  test.each(samples)(
    'samples/%s asks once when it is refused, fails, and shows why',
    async (...sample) => {
      door.fail([]);
      const wrong = { YUEXIN_URL: door.url, ORDER_ID: 'refused', TEMPLATE_ID: 'of-nobody' };
      const failed = await runSample(sample, wrong).catch((error: unknown) => error);
      expect(failed).toMatchObject({ code: expect.any(Number) });
      const { stdout, stderr } = failed as { stdout: string; stderr: string };
      expect(stdout + stderr).toContain('template-unknown');
      expect(door.seen()).toHaveLength(1);
    },
  );
});
