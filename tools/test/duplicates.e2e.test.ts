import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { driver, freightApp, goodsData, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { engines, openPrivateStack, type PrivateStack } from './open-private-stack.ts';

jest.setTimeout(240_000);

const kinds = 10;
const copies = 100;

type Told = {
  kind: number;
  status: number;
  isReplay: boolean;
  id?: string;
  retryAfter: string | null;
};

describe.each(engines)(
  '1,000 duplicates of 10 requests at two apis, on $engine',
  ({ queueUrl }) => {
    let opened: PrivateStack;
    let apis: string[];
    let told: Told[];
    beforeAll(async () => {
      opened = await openPrivateStack({ queueUrl });
      const { stack } = opened;
      const { openid } = await seedFreightApp(stack);
      await callJson(`${stack.apiUrl}/v1/apps/${freightApp.appId}/users`, {
        ...{ method: 'PUT', key: stack.callerKey, body: { users: [{ openid, ...driver }] } },
      });
      apis = [stack.apiUrl, await opened.startAnotherApi()];
      const asked = Array.from({ length: kinds * copies }, (_, at) => at % kinds);
      told = await Promise.all(
        asked.map((kind, at) => post({ kind, url: apis[Math.floor(at / kinds) % 2] ?? '' })),
      );
    });
    afterAll(() => opened.close());

    /** As a client that is told to come again by a busy api does. */
    async function post(asked: { kind: number; url: string }): Promise<Told> {
      for (;;) {
        const told = await postOnce(asked);
        if (told.status !== 503) return told;
        const seconds = Number(told.retryAfter);
        if (!(seconds > 0)) return told;
        await setTimeout(seconds * 1_000);
      }
    }

    async function postOnce({ kind, url }: { kind: number; url: string }): Promise<Told> {
      const answer = await fetch(`${url}/v1/pushes`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${opened.stack.callerKey}`,
          'content-type': 'application/json',
          'idempotency-key': `"order-${String(kind)}"`,
        },
        body: JSON.stringify({
          ...{ appId: freightApp.appId, templateId: goodsTemplate.templateId },
          ...{ to: { phone: driver.phone }, data: goodsData, bizId: `order-${String(kind)}` },
        }),
      });
      const body = (await answer.json()) as { id?: string };
      return {
        ...{ kind, status: answer.status, ...(body.id !== undefined && { id: body.id }) },
        isReplay: answer.headers.get('idempotency-replayed') === 'true',
        retryAfter: answer.headers.get('retry-after'),
      };
    }

    test('are all answered 202 or 409, and a 409 says when to come again', () => {
      const statuses = new Set(told.map(({ status }) => status));
      expect([...statuses].filter((status) => status !== 202 && status !== 409)).toEqual([]);
      for (const { status, retryAfter } of told)
        if (status === 409) expect(Number(retryAfter)).toBeGreaterThan(0);
    });

    test('make 10 pushes, each accepted once; every other 202 is a replay of it', async () => {
      const taken = told.filter(({ status }) => status === 202);
      const first = taken.filter(({ isReplay }) => !isReplay).map(({ kind }) => kind);
      // None for a kind whose acceptance came too late for its caller, who was then told 503.
      expect(new Set(first).size).toBe(first.length);
      const idOf = new Map(taken.map(({ kind, id }) => [kind, id]));
      expect([...idOf.keys()].sort()).toEqual(Array.from({ length: kinds }, (_, at) => at));
      for (const { kind, id } of taken) expect(id).toBe(idOf.get(kind));
      const { stack } = opened;
      const listed = await callJson<{ data: { id: string }[] }>(
        `${stack.apiUrl}/v1/pushes?appId=${freightApp.appId}&limit=200`,
        { key: stack.callerKey },
      );
      expect(listed.data.map(({ id }) => id).sort()).toEqual([...idOf.values()].sort());
    });

    test('are replayed by either api afterwards', async () => {
      const again = await Promise.all(
        apis.flatMap((url) => Array.from({ length: kinds }, (_, kind) => post({ kind, url }))),
      );
      expect(again.filter(({ status, isReplay }) => status !== 202 || !isReplay)).toEqual([]);
    });
  },
);
