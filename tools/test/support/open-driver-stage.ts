import { expect } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { seedFreightApp } from '../../src/demo/seed-freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { openPrivateStack } from '../open-private-stack.ts';

const { appId } = freightApp;
const { templateId }: { templateId: string } = goodsTemplate;

export type Driver = { userId: string; openid: string };
export type ShownPush = {
  id: string;
  state: string;
  heldUntil?: string;
  reason?: { code: string; message: string };
};
type TimelineEntry = {
  kind: string;
  to?: string;
  reason?: { code: string } | null;
  grant?: { purpose?: string };
};
type Message = { items: { value: string }[] };

/** The freight platform on a private stack, with a new driver for each story. Close it. */
export async function openDriverStage(options: { queueUrl: string | null }) {
  const opened = await openPrivateStack(options);
  await seedFreightApp(opened.stack);
  const { apiUrl, simulatorUrl, adminKey: key } = opened.stack;
  let drivers = 0;

  const ask = <T>(path: string, body?: unknown, method?: string): Promise<T> =>
    callJson<T>(`${apiUrl}${path}`, {
      ...{ key, ...(body !== undefined && { body }), ...(method !== undefined && { method }) },
    });
  const simulated = <T>(path: string, body?: unknown): Promise<T> =>
    callJson<T>(`${simulatorUrl}/_sim${path}`, body === undefined ? {} : { body });
  const read = (id: string) => ask<ShownPush>(`/v1/pushes/${id}`);

  return {
    appId,
    templateId,
    ask,
    read,
    close: () => opened.close(),
    setRules: (rules: object) => ask(`/v1/apps/${appId}/sending-rules`, rules, 'PUT'),

    newDriver: async (): Promise<Driver> => {
      drivers += 1;
      const phone = `+86138000002${String(drivers).padStart(2, '0')}`;
      const driver = await simulated<Driver>(`/apps/${appId}/users`, { phone });
      const users = [{ openid: driver.openid, phone }];
      await ask(`/v1/apps/${appId}/users`, { users }, 'PUT');
      return driver;
    },

    /** He allows at WeChat, which is silent about it, and we are told by an import. */
    allow: async ({ userId, openid }: Driver, times = 1, more: object = {}): Promise<void> => {
      for (let tap = 0; tap < times; tap += 1)
        await simulated(`/users/${userId}/subscribe`, {
          ...{ results: { [templateId]: 'accept' }, silent: true },
        });
      await ask(`/v1/apps/${appId}/grants`, {
        grants: [{ openid, templateId, count: times, ...more }],
      });
    },

    /** We believe in a grant that WeChat never heard of. */
    believe: ({ openid }: Driver) =>
      ask(`/v1/apps/${appId}/grants`, { grants: [{ openid, templateId, count: 1 }] }),

    push: ({ openid }: Driver, goods: string, more: object = {}): Promise<ShownPush> =>
      ask<ShownPush>('/v1/pushes', {
        ...{ appId, templateId, to: { openid }, ...more },
        data: { thing1: '【广州】-->【上海】', thing2: goods },
      }),

    explain: async ({ openid }: Driver, more: object = {}): Promise<string> => {
      const data = { thing1: '【广州】-->【上海】', thing2: '钢材' };
      const body = { appId, templateId, to: { openid }, data, ...more };
      return (await ask<{ verdict: string }>('/v1/pushes/explain', body)).verdict;
    },

    /** What the push went through, as its page tells it. */
    timeline: async (id: string): Promise<TimelineEntry[]> =>
      (await ask<{ data: TimelineEntry[] }>(`/v1/pushes/${id}/timeline`)).data,

    until: (id: string, expected: object, timeoutMs = 60_000) =>
      eventually(async () => expect(await read(id)).toMatchObject(expected), { timeoutMs }),

    /** What the driver's phone shows: the goods of each message, oldest first. */
    shown: async ({ openid }: Driver): Promise<string[]> => {
      const { data } = await simulated<{ data: Message[] }>(`/messages?openid=${openid}`);
      return data.map(({ items }) => items[1]?.value ?? '');
    },

    available: async ({ openid }: Driver): Promise<number> => {
      type User = { balances: Record<string, { available: number }> };
      const { balances } = await ask<User>(`/v1/apps/${appId}/users/${openid}`);
      return balances[templateId]?.available ?? 0;
    },
  };
}
