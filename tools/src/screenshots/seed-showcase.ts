import { driver, freightApp, goodsData, goodsPage, goodsTemplate } from '../demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../demo/seed-freight-app.ts';
import { callJson } from '../local-stack/call-json.ts';
import type { Stack } from '../local-stack/start-stack.ts';
import { insertHistory } from './insert-history.ts';
import { seedAudiences } from './seed-audiences.ts';
import { showcaseRules } from './showcase-rules.ts';

const { appId } = freightApp;
const { templateId } = goodsTemplate;

const paidTemplate = {
  templateId: 'kR7Tfreight1paid2to3the4driver5account6x7y8',
  title: '运费到账通知',
  kind: 'one-time',
  content: '金额:{{amount1.DATA}}\n时间:{{time2.DATA}}\n',
  example: '金额:3200元\n时间:2026年1月5日 15:01\n',
} as const;

/** What the pages show one of. */
export type Shown = {
  appId: string;
  templateId: string;
  openid: string;
  sent: string;
  /** Under way. */
  audience: string;
  /** Not started yet. */
  ready: string;
  /** Done. */
  replay: string;
  endpoint: string;
};

type Pushed = { id: string; state: string };

/** What callers, users and WeChat do in it. */
function createActs(stack: Stack) {
  const { apiUrl, simulatorUrl, adminKey: key } = stack;
  const simulated = <T>(path: string, body: object = {}): Promise<T> =>
    callJson<T>(`${simulatorUrl}/_sim${path}`, { body });
  const call = <T>(path: string, body: object = {}, method = 'POST'): Promise<T> =>
    callJson<T>(`${apiUrl}/v1${path}`, { key, body, method });
  const logIn = async ({ userId }: FreightDriver): Promise<string> => {
    const { code } = await simulated<{ code: string }>(`/users/${userId}/login-code`);
    const { sessionToken } = await call<{ sessionToken: string }>('/mp/login', { appId, code });
    return sessionToken;
  };
  const allow = async (user: FreightDriver, requestId: string): Promise<void> => {
    const results = { [templateId]: 'accept' };
    await simulated(`/users/${user.userId}/subscribe`, { results });
    await callJson(`${apiUrl}/v1/mp/grants`, {
      key: await logIn(user),
      body: { requestId, page: goodsPage, askedAt: new Date().toISOString(), results },
    });
  };
  const push = ({ openid }: FreightDriver, more: object = {}): Promise<Pushed> =>
    callJson<Pushed>(`${apiUrl}/v1/pushes`, {
      key: stack.callerKey,
      body: { appId, templateId, to: { openid }, data: goodsData, page: goodsPage, ...more },
    });
  const ended = async (id: string, state: string): Promise<void> => {
    for (let tries = 0; tries < 300; tries += 1) {
      const now = await callJson<Pushed>(`${apiUrl}/v1/pushes/${id}`, { key });
      if (now.state === state) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`A push did not become ${state}.`);
  };
  const fault = (given: object): Promise<unknown> =>
    simulated('/faults', { path: '/cgi-bin/message/subscribe/send', ...given });
  return { simulated, call, allow, push, ended, fault };
}

type Acts = ReturnType<typeof createActs>;

/** The mini program with two templates, and 25 users whom Yuexin knows. */
async function seedUsers(stack: Stack, { simulated, call }: Acts): Promise<FreightDriver[]> {
  const known = await seedFreightApp(stack);
  await simulated(`/apps/${appId}/templates`, paidTemplate);
  await call(`/apps/${appId}/templates/sync`);
  const users: FreightDriver[] = [known];
  for (let made = 0; made < 24; made += 1)
    users.push(await simulated<FreightDriver>(`/apps/${appId}/users`));
  const addressed = users.map(({ openid }, at) => ({
    ...{ openid, phone: at === 0 ? driver.phone : `+86138${String(10_000_000 + at * 7919)}` },
  }));
  await call(`/apps/${appId}/users`, { users: addressed }, 'PUT');
  return users;
}

/** Refused for a page that did not exist; it does now, and an operator puts them back. */
async function seedReplay(
  { call, fault, push, ended }: Acts,
  users: readonly FreightDriver[],
): Promise<string> {
  const errcode = 41030;
  await fault({ kind: 'errcode', value: errcode, times: users.length });
  const pushes: Pushed[] = [];
  for (const user of users) pushes.push(await push(user));
  for (const { id } of pushes) await ended(id, 'dead');
  const preview = { filter: { appId, templateId, errcode }, dryRun: true };
  const { previewToken } = await call<{ previewToken: string }>('/replays', preview);
  const reason = '页面已发布';
  const { id } = await call<{ id: string }>('/replays', { previewToken, reason });
  for (const one of pushes) await ended(one.id, 'sent');
  return id;
}

/** A freight platform with everything that a page can show: sent, waiting, dead, unconfirmed; and a day behind it. */
export async function seedShowcase(stack: Stack): Promise<Shown> {
  const acts = createActs(stack);
  const { call, allow, push, ended, fault } = acts;
  const users = await seedUsers(stack, acts);
  const [known] = users;
  if (known === undefined) throw new Error('There is nobody to send to.');
  for (const [at, user] of users.entries()) await allow(user, `first-${at}`);
  const first = await push(known, { bizId: 'goods-42' });
  await ended(first.id, 'sent');
  const replay = await seedReplay(acts, users.slice(1, 4));
  for (const user of users.slice(4, 10)) await ended((await push(user)).id, 'sent');
  await fault({ kind: 'errcode', value: 47003, times: 9 });
  for (const user of users.slice(10, 19)) await ended((await push(user)).id, 'dead');
  await fault({ kind: 'errcode', value: 43101, times: 2 });
  for (const user of users.slice(19, 21))
    await ended((await push(user, { onNoGrant: 'reject' })).id, 'dead');
  for (const user of users.slice(21, 23)) {
    await fault({ kind: 'drop-event', times: 1 });
    await fault({ kind: 'hang-after-commit', times: 1 });
    await ended((await push(user, { onUnconfirmed: 'hold' })).id, 'unconfirmed');
  }
  for (const user of users.slice(0, 6)) await push(user);
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  await push(users[24] ?? known, { sendAt });
  const url = 'https://orders.example.com/yuexin';
  const { id: endpoint } = await call<{ id: string }>('/webhook-endpoints', { url });
  await call('/api-keys', { name: '物流系统', scopes: ['push:write', 'push:read'] });
  const { audience, ready } = await seedAudiences(stack, users);
  await call(`/apps/${appId}/sending-rules`, showcaseRules, 'PUT');
  await insertHistory(stack.databaseUrl, {
    appId,
    templateIds: [templateId, paidTemplate.templateId],
  });
  const { openid } = known;
  return { appId, templateId, openid, sent: first.id, audience, ready, replay, endpoint };
}
