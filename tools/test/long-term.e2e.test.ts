import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createYuexin, type Yuexin } from '@yuexin/miniprogram';
import { createWxDouble, type AskAnswer, type Phone } from '@yuexin/miniprogram/testing';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { engines, openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const longTerm = {
  templateId: 'kR2flong0term0arrival0of0the0bus0reminder0x5',
  title: '到站提醒',
  kind: 'long-term',
  content: '线路:{{thing1.DATA}}\n站点:{{thing2.DATA}}\n',
  example: '线路:12 路\n站点:北京路\n',
} as const;
const { templateId } = longTerm;
const page = 'pages/bus/stop';
const patience = { timeoutMs: 20_000 };

type Balance = { available: number; reserved: number; spent: number; void: number };
type Push = { id: string; state: string; reason?: { code: string; errcode?: number } };
type Cell = { openid: string; templateId: string; granted: number; isStanding: boolean };

describe.each(engines)('a long-term subscription on $engine', ({ queueUrl }) => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let driver: FreightDriver;
  let phone: Phone;
  let yuexin: Yuexin;

  const api = <T>(path: string, options: { body?: unknown; method?: string } = {}): Promise<T> =>
    callJson<T>(`${opened.stack.apiUrl}${path}`, { key: opened.stack.adminKey, ...options });
  const simulated = <T>(path: string, body: object = {}): Promise<T> =>
    callJson<T>(`${opened.stack.simulatorUrl}/_sim${path}`, { body });

  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl });
    driver = await seedFreightApp(opened.stack);
    await simulated(`/apps/${appId}/templates`, longTerm);
    await api(`/v1/apps/${appId}/templates/sync`, { method: 'POST', body: {} });
    await api(`/v1/apps/${appId}/ask-plan`, {
      method: 'PUT',
      body: {
        pages: [
          {
            page,
            templates: [
              { templateId, target: 5 },
              { templateId: goodsTemplate.templateId, target: 1 },
            ],
          },
        ],
      },
    });
    phone = createWxDouble({
      takeCode: async () =>
        (await simulated<{ code: string }>(`/users/${driver.userId}/login-code`)).code,
      answerAsk: (ids) => {
        const results = Object.fromEntries(ids.map((id) => [id, 'accept']));
        return simulated<AskAnswer>(`/users/${driver.userId}/subscribe`, { results });
      },
      serve: async ({ method, url, header, body }) => {
        const answer = await fetch(url, {
          method,
          headers: { 'content-type': 'application/json', ...header },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return { statusCode: answer.status, data: await answer.json() };
      },
    });
    yuexin = createYuexin({ baseUrl: opened.stack.apiUrl, appId, wx: phone.wx });
  });
  afterAll(() => opened.close());

  const push = (): Promise<Push> =>
    api<Push>('/v1/pushes', {
      body: {
        ...{ appId, templateId, to: { openid: driver.openid } },
        data: { thing1: '12 路', thing2: '北京路' },
      },
    });
  const expectState = (given: Push, expected: Partial<Push>) =>
    eventually(
      async () => expect(await api<Push>(`/v1/pushes/${given.id}`)).toMatchObject(expected),
      patience,
    );
  const balance = async (): Promise<Balance | undefined> => {
    const path = `/v1/apps/${appId}/users/${driver.openid}`;
    return (await api<{ balances: Record<string, Balance> }>(path)).balances[templateId];
  };
  const allow = async (): Promise<void> => {
    await phone.tap(() => yuexin.askForGrants({ page, templateIds: [templateId] }));
    expect(await yuexin.flush()).toBe(0);
  };
  const standsAtWechat = async (): Promise<boolean | undefined> => {
    const { grants } = await callJson<{ grants: Cell[] }>(
      `${opened.stack.simulatorUrl}/_sim/ledger?appId=${appId}`,
    );
    return grants.find((cell) => cell.templateId === templateId)?.isStanding;
  };

  test('when it is allowed once, then every waiting push goes out, and every later one', async () => {
    await yuexin.login();
    const waiting = [await push(), await push(), await push()];
    expect(waiting.map(({ state }) => state)).toEqual(['parked', 'parked', 'parked']);
    // Three pushes wait for one kind: the one-time template of the page must not be asked for with it.
    expect(await yuexin.prepareAsk(page)).toEqual([templateId]);
    await allow();
    for (const one of waiting) await expectState(one, { state: 'sent' });
    await expectState(await push(), { state: 'sent' });
    expect(await balance()).toEqual({ available: 1, reserved: 0, spent: 0, void: 0 });
    expect(await standsAtWechat()).toBe(true);
  });

  test('when it stands, then no page asks for it again, and a second allow adds nothing', async () => {
    expect(await yuexin.prepareAsk(page)).toEqual([goodsTemplate.templateId]);
    await allow();
    expect(await balance()).toMatchObject({ available: 1, void: 0 });
  });

  test('when the user takes it back in the settings, then it is void and pushes wait; allowed again, they go out', async () => {
    await simulated(`/users/${driver.userId}/settings/reject`, { templateId });
    await eventually(
      async () => expect(await balance()).toMatchObject({ available: 0, void: 1 }),
      patience,
    );
    const one = await push();
    expect(one.state).toBe('parked');
    await simulated(`/users/${driver.userId}/settings/accept`, { templateId });
    await allow();
    await expectState(one, { state: 'sent' });
    expect(await balance()).toEqual({ available: 1, reserved: 0, spent: 0, void: 1 });
  });

  test('when WeChat’s word of it is lost, then the first 43101 voids it, and the push waits for the next allow', async () => {
    await simulated('/faults', { path: '*', kind: 'drop-event', times: 1 });
    await simulated(`/users/${driver.userId}/settings/reject`, { templateId });
    const one = await push();
    await expectState(one, { state: 'parked' });
    expect(await balance()).toMatchObject({ available: 0, void: 2 });
    await simulated(`/users/${driver.userId}/settings/accept`, { templateId });
    await allow();
    await expectState(one, { state: 'sent' });
    expect(await balance()).toMatchObject({ available: 1, spent: 0, void: 2 });
  });
});
