import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createTestDatabase, eventually, uniquePrefix, type TestDatabase } from '@yuexin/testkit';
import { driver, freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { playFreightStory } from '../src/demo/play-freight-story.ts';
import { startChildService } from '../src/local-stack/child-service.ts';
import { loadLocalSecrets } from '../src/local-stack/local-secrets.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { startStack, type Stack } from '../src/local-stack/start-stack.ts';
import { openListeningDoor, type ListeningDoor } from './support/open-listening-door.ts';

jest.setTimeout(240_000);

/** A busy machine is slow, not wrong. */
const patience = { timeoutMs: 60_000 };

/** Everything that must be in no log, by what it is. */
const secrets = new Map<string, Set<string>>();
const keep = (kind: string, ...values: (string | null | undefined)[]): void => {
  const known = secrets.get(kind) ?? new Set();
  for (const value of values) if (typeof value === 'string' && value !== '') known.add(value);
  secrets.set(kind, known);
};

const role = `yx_quiet_${randomBytes(4).toString('hex')}`;
const databasePassword = randomBytes(12).toString('hex');
const dataRoot = makeScratch('yuexin-quiet-');
let database: TestDatabase;
let door: ListeningDoor;
let stack: Stack;
let logs = '';

type Answer = { status: number; text: string; headers: Headers };

async function call(
  method: string,
  where: string,
  given: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { key, body, headers } = given;
  const answer = await fetch(stack.apiUrl + where, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const member = (answer: Answer, name: string): string =>
  (JSON.parse(answer.text) as Record<string, string | undefined>)[name] ?? '';

beforeAll(async () => {
  database = await createTestDatabase({ isMigrated: false });
  await database.run(`create role ${role} login superuser password '${databasePassword}'`);
  const url = new URL(database.url);
  url.username = role;
  url.password = databasePassword;
  let simulatorUrl = '';
  door = await openListeningDoor(() => simulatorUrl);
  const ports = { api: await freePort(), worker: await freePort(), simulator: await freePort() };
  simulatorUrl = `http://127.0.0.1:${String(ports.simulator)}`;
  stack = await startStack({
    ...{ root: repoRoot, dataRoot, ports, databaseUrl: url.toString() },
    env: {
      ...{ LOG_LEVEL: 'debug', QUEUE_PREFIX: uniquePrefix(), WECHAT_API_BASE_URL: door.url },
      ...{ RECONCILE_WINDOW_MS: '1000' },
    },
  });
  stack.failed.catch(() => undefined);
});

afterAll(async () => {
  await stack.stop();
  await door.close();
  await database.run(`drop owned by ${role}; drop role ${role}`).catch(() => undefined);
  await database.drop();
  rmSync(dataRoot, { recursive: true, force: true });
});

/** What the story used, as it went over the wire to WeChat and back. */
function keepWhatWechatHeard(): void {
  const heard = door.heard();
  for (const [kind, pattern] of [
    ['access token', /access_token(?:=|":")([^&"\s]+)/g],
    ['js_code', /js_code=([^&\s]+)/g],
    ['phone code', /"code":"([^"]+)"/g],
    ['session_key', /"session_key":"([^"]+)"/g],
    ['AppSecret', /[?&]secret=([^&\s]+)|"secret":"([^"]+)"/g],
  ] as const)
    for (const [, one, other] of heard.matchAll(pattern)) keep(kind, one, other);
}

/** Paths on which secrets and phones meet with failure: refused input, refused codes, wrong keys, a webhook that fails. */
async function goWrong(): Promise<void> {
  const { adminKey: key } = stack;
  const phone = '+8613912345678';
  keep('phone', phone, phone.slice(3));
  const { appId } = freightApp;
  const { templateId } = goodsTemplate;
  const to = { phone };
  await call('POST', '/v1/pushes', { key, body: { appId, templateId, to, data: {} } });
  await call('POST', '/v1/pushes', { key, body: `{"to":{"phone":"${phone}"},` });
  await call('POST', '/v1/pushes', { key, body: { [phone]: phone, to: phone } });
  const park = { onUnknownRecipient: 'park', data: { thing1: 'a', thing2: 'b' } };
  await call('POST', '/v1/pushes', { key, body: { appId, templateId, to, ...park } });
  await call('POST', `/v1/apps/${appId}/users/search`, { key, body: { phone } });
  await call('GET', `/v1/pushes?phone=${encodeURIComponent(phone)}`, { key });
  await call('GET', `/v1/apps/${appId}/users/${encodeURIComponent(phone)}`, { key });
  await call('PUT', `/v1/apps/${appId}/users`, {
    ...{ key, body: { users: [{ openid: 'oQuiet', phone }] } },
  });
  const code = `bad-code-${randomBytes(6).toString('hex')}`;
  keep('js_code', code);
  await call('POST', '/v1/mp/login', { body: { appId, code, phoneCode: code } });
  const guess = `yx_${randomBytes(20).toString('base64url')}`;
  keep('API key', guess);
  await call('GET', '/v1/pushes', { key: guess });
  await call('GET', '/console/queues', {
    headers: { authorization: `Basic ${Buffer.from(`a:${guess}`).toString('base64')}` },
  });
  await call('POST', '/v1/console/session', { body: { key: guess } });
  const appSecret = randomBytes(16).toString('hex');
  keep('AppSecret', appSecret);
  await call('POST', '/v1/apps', { key, body: { appId: 'wx-quiet', name: 'Q', appSecret } });
  await call('POST', '/v1/apps/wx-quiet/templates/sync', { key });
  await call('PATCH', '/v1/apps/wx-quiet', { key, body: { appSecret: { a: appSecret } } });
  const query = `signature=x&timestamp=1&nonce=2&access_token=${appSecret}`;
  await call('POST', `/v1/wechat/${appId}/events?${query}`, { body: { phone } });
}

/** Everything that makes a secret of its own. */
async function makeSecrets(): Promise<void> {
  const { adminKey: key } = stack;
  const made = await call('POST', '/v1/api-keys', {
    ...{ key, body: { name: 'quiet', scopes: ['push:write', 'push:read'] } },
  });
  const caller = member(made, 'key');
  const id = member(made, 'id');
  keep('API key', caller, member(await call('POST', `/v1/api-keys/${id}/rotate`, { key }), 'key'));
  const hook = await call('POST', '/v1/webhook-endpoints', {
    key: caller,
    body: { url: 'http://127.0.0.1:1/hook?token=hush', events: ['push.sent', 'push.dead'] },
  });
  keep('webhook secret', member(hook, 'secret'));
  const endpoint = `/v1/webhook-endpoints/${member(hook, 'id')}`;
  const rotated = await call('POST', `${endpoint}/rotate-secret`, { key: caller });
  keep('webhook secret', member(rotated, 'secret'));
  await call('POST', `${endpoint}/test`, { key: caller });
  const signedIn = await call('POST', '/v1/console/session', { body: { key } });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  keep('console session', cookie.split('=')[1]);
  keep('CSRF token', member(signedIn, 'csrfToken'));
  await call('GET', '/v1/console/session', { headers: { cookie } });
  await eventually(async () => {
    const told = await call('GET', `${endpoint}/callbacks`, { key: caller });
    expect(told.text).toContain('"attempts":1');
  }, patience);
}

function keepConfiguration(): void {
  const { masterKey, adminKey, callerKey } = loadLocalSecrets(dataRoot);
  keep('MASTER_KEY', masterKey, Buffer.from(masterKey, 'base64').toString('hex'));
  keep('API key', adminKey, callerKey);
  keep('database password', databasePassword);
  const { appSecret, messageToken, encodingAesKey } = freightApp;
  keep('AppSecret', appSecret);
  keep('message token', messageToken);
  keep('EncodingAESKey', encodingAesKey);
  keep('phone', driver.phone, driver.phone.slice(3));
}

/** Starts that fail have told many a secret: one with a wrong MASTER_KEY, one without its database. */
async function failToStart(): Promise<void> {
  const wrongKey = randomBytes(31).toString('base64');
  keep('MASTER_KEY', wrongKey);
  // Nobody is there: what it waits for is said, with the address and without the password.
  const url = new URL(stack.databaseUrl);
  url.port = '1';
  const { masterKey } = loadLocalSecrets(dataRoot);
  const common = { LOG_LEVEL: 'debug', WORKER_PORT: String(await freePort()) };
  const start = (name: string, env: Record<string, string>) =>
    startChildService({
      ...{ name, entry: path.join(repoRoot, 'services/worker/dist/main.js') },
      ...{ env: { ...common, ...env }, logDir: path.join(dataRoot, 'logs') },
    });
  await start('bad-key', { DATABASE_URL: stack.databaseUrl, MASTER_KEY: wrongKey }).ended;
  const shut = start('no-database', { DATABASE_URL: url.toString(), MASTER_KEY: masterKey });
  await eventually(() => {
    expect(readLog('no-database.log')).toContain('127.0.0.1:1');
    return Promise.resolve();
  }, patience).finally(() => shut.stop());
}

const readLog = (file: string): string => readFileSync(path.join(dataRoot, 'logs', file), 'utf8');
const readLogs = (): string =>
  readdirSync(path.join(dataRoot, 'logs'))
    .map((file) => readLog(file))
    .join('\n');

/** As it may stand in a line: as it is, and as an address writes it. */
const spellings = (secret: string): string[] => [secret, encodeURIComponent(secret)];

describe('the logs of a whole run, every process at debug', () => {
  test('hold no secret, key, token, code and phone number that the run used', async () => {
    await playFreightStory({ stack, print: () => undefined });
    await makeSecrets();
    await goWrong();
    await failToStart();
    keepConfiguration();
    keepWhatWechatHeard();
    const [session] = [...door.heard().matchAll(/"session_key":"([^"]+)"/g)];
    expect(session).toBeDefined();
    await stack.stop();
    logs = readLogs();
    // They were there to be searched, from every process.
    for (const service of ['api', 'worker', 'wechat-simulator'])
      expect(logs).toContain(`"service":"${service}"`);
    expect(logs).toContain('"level":"debug"');
    const kinds = [
      ...['MASTER_KEY', 'API key', 'database password', 'AppSecret', 'message token', 'phone'],
      ...['EncodingAESKey', 'access token', 'js_code', 'phone code', 'session_key'],
      ...['webhook secret', 'console session', 'CSRF token'],
    ];
    for (const kind of kinds) expect([kind, secrets.get(kind)?.size ?? 0]).not.toEqual([kind, 0]);
    const lines = logs.split('\n');
    const found = [...secrets].flatMap(([kind, values]) =>
      [...values].flatMap((value) =>
        lines
          .filter((line) => spellings(value).some((text) => line.includes(text)))
          .map((line) => `${kind}: ${line.slice(0, 300)}`),
      ),
    );
    expect(found).toEqual([]);
  });
});
