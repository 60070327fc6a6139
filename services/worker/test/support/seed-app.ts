import { randomBytes } from 'node:crypto';
import type { AcceptResult, DuePush, NewPush, Storage } from '@yuexin/storage';
import { createApp, createTemplate } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import type { TestBed } from './test-bed.ts';

/** An app with users who allowed, known to WeChat and to us alike. */
export type SeededApp = {
  appId: string;
  templateId: string;
  users: { userId: string; openid: string }[];
};

const appSecret = 'the-secret-of-a-test';
const content = '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n';

export async function seedApp(
  { storage, simulator }: Pick<TestBed, 'storage' | 'simulator'>,
  options: {
    users?: number;
    grantsEach?: number;
    settings?: Record<string, unknown>;
    secret?: string;
    sendRatePerSecond?: number;
  } = {},
): Promise<SeededApp> {
  const { users = 1, grantsEach = 1, settings = {}, secret = appSecret } = options;
  const sendRatePerSecond = options.sendRatePerSecond ?? null;
  const appId = `wx${randomBytes(8).toString('hex')}`;
  const templateId = randomBytes(21).toString('hex');
  await simulator.call('POST', '/apps', { appId, appSecret, ...settings });
  const template = { templateId, title: '货源提醒', kind: 'one-time', content };
  await simulator.call('POST', `/apps/${appId}/templates`, template);
  const { openids } = await simulator.call<{ openids: string[] }>('POST', `/apps/${appId}/seed`, {
    users,
    grants: { [templateId]: grantsEach },
  });
  await createApp({ storage, appId, appSecret: secret, sendRatePerSecond });
  await createTemplate({ storage, appId, templateId, content });
  const imported = await importUsers(storage, appId, openids);
  await giveGrants(storage, { appId, templateId, openids, count: grantsEach });
  return { appId, templateId, users: imported };
}

async function importUsers(storage: Storage, appId: string, openids: readonly string[]) {
  const rows = openids.map((openid) => ({ openid, phone: null, unionid: null }));
  const users = await storage.users.importUsers(appId, rows);
  return users.map(({ id, openid }) => ({ userId: id, openid }));
}

async function giveGrants(
  storage: Storage,
  input: { appId: string; templateId: string; openids: readonly string[]; count: number },
): Promise<void> {
  const { appId, templateId, openids, count } = input;
  if (count === 0) return;
  const grants = openids.map((openid) => ({ openid, templateId, count, grantedAt: null }));
  await storage.hotPath.importGrants({ appId, grants });
}

const ttlSeconds = 3_600;

/** A push as the api would store it. */
export function newPush(app: SeededApp, change: Partial<NewPush> = {}): NewPush {
  return {
    id: uuidv7(),
    appId: app.appId,
    templateId: app.templateId,
    callerId: '00000000-0000-7000-8000-000000000001',
    userId: app.users[0]!.userId,
    toPhone: null,
    toUnionid: null,
    data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } },
    page: null,
    lang: 'zh_CN',
    miniprogramState: 'formal',
    priority: 'normal',
    onNoGrant: 'park',
    onUnconfirmed: 'reconcile',
    bizId: null,
    metadata: null,
    ttlSeconds,
    sendAt: null,
    expiresAt: new Date(Date.now() + ttlSeconds * 1_000),
    idempotency: null,
    ...change,
  };
}

/** Commits and leaves the queue alone, as an api does whose queue is away. Resolves to the pushes' ids. */
export async function acceptPushesIn(
  storage: Storage,
  pushes: readonly NewPush[],
): Promise<string[]> {
  const { results } = await storage.hotPath.acceptPushes(pushes);
  return results.map(pushIdOf);
}

/** Does what the api does for a 202: commits, then tries the queue. Resolves to the pushes' ids. */
export async function acceptPushes(
  { storage, hub }: Pick<TestBed, 'storage' | 'hub'>,
  pushes: readonly NewPush[],
): Promise<string[]> {
  const { results, due } = await storage.hotPath.acceptPushes(pushes);
  await addToQueues(hub, due);
  return results.map(pushIdOf);
}

function pushIdOf(result: AcceptResult): string {
  if (result.kind === 'created') return result.pushId;
  throw new Error(`A push was not created: ${result.kind}`);
}

async function addToQueues(hub: TestBed['hub'], due: readonly DuePush[]): Promise<void> {
  for (const appId of new Set(due.map((push) => push.appId))) {
    await hub.addPushes(
      appId,
      due.filter((push) => push.appId === appId),
    );
  }
}
