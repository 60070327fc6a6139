import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { eventually } from '@yuexin/testkit';
import { Ajv, type AnySchema } from 'ajv';
import { readComposeFile } from '../src/compose/compose-file.ts';
import { startCompose, type ComposeStack } from '../src/compose/start-compose.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { testWithRedis } from './test-with-redis.ts';

jest.setTimeout(240_000);

const file = path.join(repoRoot, 'docker-compose.yml');
const env = {
  POSTGRES_PASSWORD: 'letters4and2digits',
  MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
  BOOTSTRAP_ADMIN_KEY: 'k'.repeat(40),
  WECHAT_API_BASE_URL: 'http://simulator:3900',
};
const schemaFile = path.join(
  path.dirname(createRequire(import.meta.url).resolve('dclint/package.json')),
  'schemas/compose.schema.json',
);

const dataRoot = makeScratch('yuexin-compose-');
let stack: ComposeStack | undefined;
afterAll(async () => {
  await stack?.stop();
  rmSync(dataRoot, { recursive: true, force: true });
});

describe('docker-compose.yml', () => {
  test('is valid by the schema of the Compose Specification', () => {
    const text = readFileSync(schemaFile, 'utf8');
    // Its name of the draft, with https, is one that Ajv does not know; the draft is Ajv's own.
    const schema = JSON.parse(text.replace(/"\$schema":[^,]*,/, '')) as AnySchema;
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const isValid = ajv.validate(schema, readComposeFile(file, env));
    expect([isValid, ajv.errors]).toEqual([true, null]);
  });

  test('when secrets are not set, then all of them are named', () => {
    const read = () => readComposeFile(file, {});
    expect(read).toThrow(AppError);
    for (const name of ['POSTGRES_PASSWORD', 'MASTER_KEY', 'BOOTSTRAP_ADMIN_KEY']) {
      expect(read).toThrow(new RegExp(name));
    }
  });

  testWithRedis(
    'when its services are started as it says, then two workers send what the api takes',
    async () => {
      stack = await startCompose({
        compose: readComposeFile(file, env),
        profiles: ['simulator'],
        ...{ root: repoRoot, dataRoot, say: () => undefined },
      });
      expect(stack.children.map(({ name }) => name).toSorted()).toEqual([
        'api-1',
        'simulator-1',
        'worker-1',
        'worker-2',
      ]);
      const key = env.BOOTSTRAP_ADMIN_KEY;
      const api = `http://${stack.addressOf('api', 3000)}`;
      const simulator = `http://${stack.addressOf('simulator', 3900)}`;
      const app = { appId: 'wx00c0ffee00c0ffee', appSecret: 'c0ffee00c0ffee00c0ffee00c0ffee00' };
      const templateId = 'compose0template0of0one0keyword0for0a0test0';
      await callJson(`${simulator}/_sim/apps`, { body: app });
      await callJson(`${simulator}/_sim/apps/${app.appId}/templates`, {
        body: {
          templateId,
          title: '提醒',
          kind: 'one-time',
          content: '路线:{{thing1.DATA}}\n',
          example: '路线:广州\n',
        },
      });
      const { openid, userId } = await callJson<{ openid: string; userId: string }>(
        `${simulator}/_sim/apps/${app.appId}/users`,
        { body: {} },
      );
      await callJson(`${simulator}/_sim/users/${userId}/subscribe`, {
        body: { results: { [templateId]: 'accept' } },
      });
      await callJson(`${api}/v1/apps`, { key, body: { ...app, name: '约信' } });
      await callJson(`${api}/v1/apps/${app.appId}/templates/sync`, { key, body: {} });
      await callJson(`${api}/v1/apps/${app.appId}/users`, {
        ...{ key, method: 'PUT' },
        body: { users: [{ openid }] },
      });
      const { id } = await callJson<{ id: string }>(`${api}/v1/pushes`, {
        key,
        body: {
          ...{ appId: app.appId, templateId, to: { openid }, onNoGrant: 'send-anyway' },
          data: { thing1: '广州' },
        },
      });
      await eventually(
        async () => {
          expect(await callJson(`${api}/v1/pushes/${id}`, { key })).toMatchObject({
            state: 'sent',
          });
        },
        { timeoutMs: 60_000 },
      );
    },
  );
});
