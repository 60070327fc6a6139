import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { engines, openPrivateStack, type PrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId }: { templateId: string } = goodsTemplate;

type Shown = {
  id: string;
  state: string;
  isDuplicate?: true;
  supersededBy?: string;
  usedTemplateId?: string;
  reason?: { code: string };
};
/** Says the same as the goods template, for those who allowed only this one. */
const newsTemplate = {
  ...goodsTemplate,
  ...{ templateId: 'kQ7newsOfYourOrders4for3drivers2who1allowed', title: '订单动态' },
};

type Driver = { userId: string; openid: string };
type Message = { templateId: string; items: { value: string }[] };

describe.each(engines)('What a grant is spent on, on $engine', ({ queueUrl }) => {
  let opened: PrivateStack;
  let apis: string[];
  let drivers = 0;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl });
    const { simulatorUrl, apiUrl, adminKey: key } = opened.stack;
    await seedFreightApp(opened.stack);
    await callJson(`${simulatorUrl}/_sim/apps/${appId}/templates`, { body: newsTemplate });
    await callJson(`${apiUrl}/v1/apps/${appId}/templates/sync`, { key, method: 'POST', body: {} });
    apis = [opened.stack.apiUrl, await opened.startAnotherApi()];
  });
  afterAll(() => opened.close());

  const ask = <T>(path: string, body?: unknown, at = 0): Promise<T> =>
    callJson<T>(`${apis[at] ?? ''}${path}`, {
      key: opened.stack.adminKey,
      ...(body !== undefined && { body }),
    });
  const simulated = <T>(path: string, body?: unknown): Promise<T> =>
    callJson<T>(`${opened.stack.simulatorUrl}/_sim${path}`, body === undefined ? {} : { body });

  /** A driver of his own for each story, known to WeChat and to us. */
  async function newDriver(): Promise<Driver> {
    drivers += 1;
    const phone = `+86138000001${String(drivers).padStart(2, '0')}`;
    const driver = await simulated<Driver>(`/apps/${appId}/users`, { phone });
    await callJson(`${opened.stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ method: 'PUT', key: opened.stack.adminKey },
      body: { users: [{ openid: driver.openid, phone }] },
    });
    return driver;
  }
  /** He allows; WeChat is silent about it (two taps of one second would be one event), and we are told by an import. */
  const allow = async ({ userId, openid }: Driver, id = templateId, times = 1) => {
    for (let tap = 0; tap < times; tap += 1)
      await simulated(`/users/${userId}/subscribe`, { results: { [id]: 'accept' }, silent: true });
    await ask(`/v1/apps/${appId}/grants`, { grants: [{ openid, templateId: id, count: times }] });
  };
  const pushOf = ({ openid }: Driver, goods: string, more: object = {}) => ({
    ...{ appId, templateId, to: { openid }, ...more },
    data: { thing1: '【广州】-->【上海】', thing2: goods },
  });
  const push = (driver: Driver, goods: string, more: object = {}, at = 0) =>
    ask<Shown>('/v1/pushes', pushOf(driver, goods, more), at);
  const read = (id: string) => ask<Shown>(`/v1/pushes/${id}`);
  const until = (id: string, state: string) =>
    eventually(async () => expect((await read(id)).state).toBe(state), { timeoutMs: 30_000 });
  type Entry = {
    kind: string;
    times?: number;
    pushId?: string;
    templateId?: string;
    reason?: { code: string } | null;
  };
  const timeline = async (id: string): Promise<Entry[]> =>
    (await ask<{ data: Entry[] }>(`/v1/pushes/${id}/timeline`)).data;
  /** What would become of such a push now, and what is said of the one thing that it asks for. */
  const explain = async (driver: Driver, more: object) => {
    type Told = { verdict: string; checks: { name: string; detail: string }[] };
    const { verdict, checks } = await ask<Told>('/v1/pushes/explain', pushOf(driver, '钢材', more));
    const names = [...Object.keys(more), 'duplicate'];
    return { verdict, check: checks.find(({ name }) => names.includes(name)) };
  };
  /** What the driver's phone shows: the goods of each message, oldest first. */
  const shown = async ({ openid }: Driver): Promise<string[]> => {
    const { data } = await simulated<{ data: Message[] }>(`/messages?openid=${openid}`);
    return data.map(({ items }) => items[1]?.value ?? '');
  };
  const available = async ({ openid }: Driver, id = templateId): Promise<number> => {
    const user = await ask<{ balances: Record<string, { available: number }> }>(
      `/v1/apps/${appId}/users/${openid}`,
    );
    return user.balances[id]?.available ?? 0;
  };

  test('when two systems tell forty times of one order at two apis, then the driver reads it once and keeps his other grant', async () => {
    const driver = await newDriver();
    await allow(driver, templateId, 2);
    const dedupeKey = 'order-42-shipped';
    const told = await Promise.all(
      Array.from({ length: 40 }, (_, n) => push(driver, '钢材 32 吨', { dedupeKey }, n % 2)),
    );
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(told.filter(({ isDuplicate }) => isDuplicate !== true)).toHaveLength(1);
    const { id } = told[0]!;
    await until(id, 'sent');
    expect((await push(driver, '钢材 32 吨', { dedupeKey })).isDuplicate).toBe(true);
    expect([await shown(driver), await available(driver)]).toEqual([['钢材 32 吨'], 1]);
    expect((await timeline(id)).find(({ kind }) => kind === 'duplicates')?.times).toBe(40);
    expect(await explain(driver, { dedupeKey })).toMatchObject({
      verdict: 'would-be-duplicate',
      check: { name: 'duplicate', ok: false, detail: expect.stringContaining(id) as unknown },
    });
  });

  test('when positions are told while the driver has no grant, then his next "allow" brings the newest, and the others say what took their place', async () => {
    const driver = await newDriver();
    const replaces = 'position-of-truck-7';
    const ids: string[] = [];
    for (const goods of ['韶关', '郴州', '长沙'])
      ids.push((await push(driver, goods, { replaces })).id);
    expect(await explain(driver, { replaces })).toMatchObject({
      verdict: 'would-park',
      check: { name: 'replaces', detail: expect.stringContaining(ids[2]!) as unknown },
    });
    const [first, second, newest] = ids as [string, string, string];
    expect([await read(first), await read(second)]).toMatchObject([
      { state: 'cancelled', reason: { code: 'superseded' }, supersededBy: second },
      { state: 'cancelled', reason: { code: 'superseded' }, supersededBy: newest },
    ]);
    const moves = (await timeline(first)).map(({ reason }) => reason?.code);
    expect(moves).toContain('superseded');
    expect((await timeline(newest)).find(({ kind }) => kind === 'replaced')?.pushId).toBe(second);
    await allow(driver);
    await until(newest, 'sent');
    expect([await shown(driver), await available(driver)]).toEqual([['长沙'], 0]);
  });

  test('when he allowed another template than the first, then the message comes by that one, at once or as soon as he allows it', async () => {
    const driver = await newDriver();
    const news = newsTemplate.templateId;
    const fallback = [{ templateId: news, data: { thing1: '【广州】', thing2: '订单动态' } }];
    await allow(driver, news);
    expect(await explain(driver, { fallback })).toMatchObject({
      verdict: 'would-send',
      check: { name: 'fallback', detail: expect.stringContaining(news) as unknown },
    });
    const atOnce = await push(driver, '钢材', { fallback });
    await until(atOnce.id, 'sent');
    const later = await push(driver, '水果', { fallback });
    expect(later.state).toBe('parked');
    await allow(driver, news);
    await until(later.id, 'sent');
    const told = await timeline(later.id);
    expect(told.map(({ reason }) => reason?.code)).toContain('fallback');
    expect(told.find(({ kind }) => kind === 'attempt-started')?.templateId).toBe(news);
    await allow(driver);
    const first = await push(driver, '煤炭', { fallback });
    await until(first.id, 'sent');
    expect(await shown(driver)).toEqual(['订单动态', '订单动态', '煤炭']);
    expect([await read(later.id), await read(first.id)]).toMatchObject([
      ...[{ usedTemplateId: news }, { usedTemplateId: templateId }],
    ]);
    expect([await available(driver), await available(driver, news)]).toEqual([0, 0]);
  });

  test('when several wait for his grants, then each "allow" brings the highest priority, then what ends first, then the oldest', async () => {
    const driver = await newDriver();
    const waiting: [goods: string, more: object][] = [
      ['水果', { ttlSeconds: 86_400 }],
      ['煤炭', { priority: 'low', ttlSeconds: 600 }],
      ['鲜花', { ttlSeconds: 3_600 }],
      ['药品', { priority: 'high' }],
      ['钢材', { ttlSeconds: 86_400 }],
    ];
    const idOf = new Map<string, string>();
    for (const [goods, more] of waiting) idOf.set(goods, (await push(driver, goods, more)).id);
    const order = ['药品', '鲜花', '水果', '钢材', '煤炭'];
    for (const goods of order) {
      await allow(driver);
      await until(idOf.get(goods) ?? '', 'sent');
    }
    expect(await shown(driver)).toEqual(order);
  });
});
