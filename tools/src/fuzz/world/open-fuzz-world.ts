import { createHash, randomBytes } from 'node:crypto';
import { callJson } from '../../local-stack/call-json.ts';
import type { Stack } from '../../local-stack/start-stack.ts';
import type { FuzzWorld } from './fuzz-world.ts';
import { createIdBook, kindOfSegment, type IdBook } from './id-book.ts';

type Place = Pick<Stack, 'apiUrl' | 'workerUrl' | 'simulatorUrl' | 'adminKey'>;

/** Names of members and parameters for which the world has a value. */
export const worldNames: ReadonlySet<string> = new Set([
  ...['appId', 'templateId', 'openid', 'phone', 'code', 'phoneCode', 'userId', 'url', 'eventUrl'],
  ...['appid', 'secret', 'touser', 'template_id', 'js_code', 'access_token'],
  ...['cursor', 'previewToken', 'appIds', 'templateIds', 'appSecret', 'key', 'pushId'],
  ...Object.keys(kindOfSegment).map((segment) => `id of ${segment}`),
]);

const appSecret = 'fuzz-app-secret';
const messageToken = 'fuzztoken';
/** Where callbacks and events of made-up endpoints go: nobody listens, and nothing leaves the machine. */
const nowhere = 'http://127.0.0.1:1/hook';

type Seeded = { values: Record<string, string>; session: string; cookie: string; csrf: string };

/**
 * A mini program of its own with a template, a user who allowed a hundred times, a session of the mini program and one of the
 * console. A run makes several, since it erases and locks what it finds.
 */
export async function openFuzzWorld(place: Place, number: number): Promise<FuzzWorld> {
  const ids = createIdBook();
  const seeded = await seed(place, number);
  const login = createHeaders(place, seeded);
  return {
    valueOf: (name) => seeded.values[name] ?? idOf(ids, name) ?? 'unknown',
    headersOf: (credential) => login[credential],
    signEvent: () => {
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const nonce = randomBytes(4).toString('hex');
      const text = [messageToken, timestamp, nonce].sort().join('');
      const signature = createHash('sha1').update(text).digest('hex');
      return `signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
    },
    hostOf: (door) => new URL(place[`${door}Url`]).host,
    learn: (text) => ids.learn(text),
  };
}

function idOf(ids: IdBook, name: string): string | undefined {
  if (name === 'cursor') return ids.newest('nextCursor');
  if (name === 'previewToken') return ids.newest('previewToken');
  if (name === 'pushId') return ids.newest('psh');
  const kind = kindOfSegment[name.replace('id of ', '')];
  return kind === undefined ? undefined : ids.newest(kind);
}

function createHeaders({ adminKey }: Place, { session, cookie, csrf }: Seeded) {
  return {
    none: [],
    key: [['Authorization', `Bearer ${adminKey}`]],
    session: [['Authorization', `Bearer ${session}`]],
    console: [
      ['Cookie', cookie],
      ['X-CSRF-Token', csrf],
    ],
  } as const;
}

async function seed(place: Place, number: number): Promise<Seeded> {
  const { apiUrl, simulatorUrl, adminKey: key } = place;
  const appId = `wxfuzz${String(number).padStart(10, '0')}`;
  const templateId = `tpl-fuzz-${number}`;
  const sim = <T>(path: string, body: object): Promise<T> =>
    callJson<T>(`${simulatorUrl}/_sim${path}`, { body });
  await sim('/apps', { appId, appSecret, messageToken, eventUrl: null });
  await sim(`/apps/${appId}/templates`, {
    ...{ templateId, title: '货源提醒', kind: 'one-time', example: '线路:广州\n货物:钢材\n' },
    content: '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
  });
  const phone = `+86138${String(10_000_000 + (number % 80_000_000))}`;
  const user = await sim<{ userId: string; openid: string }>(`/apps/${appId}/users`, { phone });
  const allow = { results: { [templateId]: 'accept' }, silent: true };
  await sim(`/users/${user.userId}/subscribe`, allow);
  const codeOf = async (kind: string): Promise<string> =>
    (await sim<{ code: string }>(`/users/${user.userId}/${kind}-code`, {})).code;
  await callJson(`${apiUrl}/v1/apps`, {
    ...{ key, body: { appId, name: 'Fuzz', appSecret, messageToken } },
  });
  await callJson(`${apiUrl}/v1/apps/${appId}/templates/sync`, { key, method: 'POST' });
  const { sessionToken } = await callJson<{ sessionToken: string }>(`${apiUrl}/v1/mp/login`, {
    body: { appId, code: await codeOf('login'), phoneCode: await codeOf('phone') },
  });
  const grants = [{ openid: user.openid, templateId, count: 100 }];
  await callJson(`${apiUrl}/v1/apps/${appId}/grants`, { key, body: { grants } });
  return {
    values: {
      ...{ appId, templateId, phone, appSecret, key, openid: user.openid, userId: user.userId },
      ...{ code: await codeOf('login'), phoneCode: await codeOf('phone') },
      ...{ appid: appId, secret: appSecret, touser: user.openid, template_id: templateId },
      ...{ js_code: await codeOf('login'), access_token: await tokenOf(simulatorUrl, appId) },
      ...{ appIds: appId, templateIds: templateId, url: nowhere, eventUrl: nowhere },
    },
    session: sessionToken,
    ...(await signIn(apiUrl, key)),
  };
}

async function tokenOf(simulatorUrl: string, appId: string): Promise<string> {
  const body = { grant_type: 'client_credential', appid: appId, secret: appSecret };
  const url = `${simulatorUrl}/cgi-bin/stable_token`;
  return (await callJson<{ access_token: string }>(url, { body })).access_token;
}

async function signIn(apiUrl: string, key: string): Promise<{ cookie: string; csrf: string }> {
  const answer = await fetch(`${apiUrl}/v1/console/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  const { csrfToken } = (await answer.json()) as { csrfToken?: string };
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { cookie, csrf: csrfToken ?? '' };
}
