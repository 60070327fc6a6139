import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type * as WecomCrypto from '@wecom/crypto';
import { eventually } from '@yuexin/testkit';
import { driver, freightApp, goodsData, goodsTemplate } from '../src/demo/freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../src/local-stack/child-service.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import {
  askWechatApi,
  loadCoWxapp,
  loadNestWechat,
  type NestWechat,
} from './support/foreign-clients.ts';

jest.setTimeout(60_000);

const require = createRequire(import.meta.url);
const { appId, appSecret, messageToken, encodingAesKey } = freightApp;
const { templateId } = goodsTemplate;
const thing2 = { value: goodsData.thing2 };

type Event = { query: URLSearchParams; body: string };

/** Clients of WeChat that nobody here wrote, against the simulator as it ships. */
describe('clients written by others', () => {
  let simulator: ChildService;
  let url: string;
  let receiver: http.Server;
  let user: { userId: string; openid: string };
  let nest: NestWechat;
  const events: Event[] = [];

  beforeAll(async () => {
    receiver = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { searchParams } = new URL(request.url ?? '/', 'http://receiver');
        events.push({ query: searchParams, body: Buffer.concat(chunks).toString('utf8') });
        response.end('success');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    simulator = startChildService({
      name: 'simulator',
      entry: path.join(repoRoot, 'services/wechat-simulator/dist/main.js'),
      env: { SIMULATOR_PORT: String(port), LOG_FORMAT: 'json' },
      logDir: makeScratch('yuexin-foreign-'),
    });
    await waitUntilReady({ service: simulator, url: `${url}/livez`, limitMs: 30_000 });
    const eventUrl = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/events`;
    const safe = { eventUrl, eventMode: 'safe', eventFormat: 'xml', eventDelayMs: 0 };
    await callJson(`${url}/_sim/apps`, { body: { ...freightApp, ...safe } });
    await callJson(`${url}/_sim/apps/${appId}/templates`, { body: goodsTemplate });
    user = await callJson(`${url}/_sim/apps/${appId}/users`, { body: driver });
    nest = loadNestWechat({ appId, secret: appSecret, url });
  });
  afterAll(async () => {
    await simulator.stop();
    receiver.close();
  });

  const allow = () =>
    callJson(`${url}/_sim/users/${user.userId}/subscribe`, {
      body: { results: { [templateId]: 'accept' } },
    });
  const codeOf = async (kind: 'login-code' | 'phone-code'): Promise<string> => {
    const path = `${url}/_sim/users/${user.userId}/${kind}`;
    return (await callJson<{ code: string }>(path, { body: {} })).code;
  };
  const messages = async (): Promise<number> =>
    (await callJson<{ data: unknown[] }>(`${url}/_sim/messages?openid=${user.openid}`)).data.length;

  test('nest-wechat gets a token, a session, a phone number, and sends', async () => {
    const token = (await nest.getAccessToken()).data;
    expect(token).toMatchObject({ access_token: expect.any(String), expires_in: 7200 });
    expect(await nest.code2Session(await codeOf('login-code'))).toMatchObject({
      openid: user.openid,
      session_key: expect.any(String),
    });
    const phone = await nest.getPhoneNumber(await codeOf('phone-code'), token.access_token);
    expect(phone.data.phone_info.purePhoneNumber).toBe(driver.phone.slice(3));
    await allow();
    const message = {
      ...{ touser: user.openid, template_id: templateId, miniprogram_state: 'formal' as const },
      ...{ lang: 'zh_CN' as const, data: { ...goodsData, thing2 } },
    };
    const before = await messages();
    expect((await nest.sendMessage(message, token.access_token)).data).toMatchObject({
      errcode: 0,
      errmsg: 'ok',
    });
    expect(await messages()).toBe(before + 1);
    // The one "allow" is spent.
    const again = await nest.sendMessage(message, token.access_token);
    expect(again.data.errcode).toBe(43101);
  });

  test('wechat-api gets a token, with which co-wxapp-open-api lists the templates and sends', async () => {
    const token = await askWechatApi({ appId, secret: appSecret, url });
    expect(token.accessToken).toEqual(expect.any(String));
    const client = loadCoWxapp({ appId, url, token });
    const { data } = await client.listTemplates();
    expect(data).toMatchObject([{ priTmplId: templateId, title: goodsTemplate.title, type: 2 }]);
    await allow();
    const before = await messages();
    const sent = await client.send(user.openid, templateId, { ...goodsData, thing2 });
    expect(sent).toMatchObject({ errcode: 0 });
    expect(await messages()).toBe(before + 1);
    await expect(
      client.send(user.openid, templateId, { ...goodsData, thing2 }),
    ).rejects.toMatchObject({ name: 'WeChatAPIError', code: 43101 });
  });

  test('@wecom/crypto and wechat-crypto verify and open the events of safe mode', async () => {
    await allow();
    const event = await eventually(() => events.at(-1) ?? null);
    const sealed = /<Encrypt><!\[CDATA\[(.+?)\]\]><\/Encrypt>/.exec(event.body)?.[1] ?? '';
    const [timestamp, nonce] = ['timestamp', 'nonce'].map((name) => event.query.get(name) ?? '');
    const signature = event.query.get('msg_signature');

    const wecom = require('@wecom/crypto') as typeof WecomCrypto;
    expect(wecom.getSignature(messageToken, timestamp ?? '', nonce ?? '', sealed)).toBe(signature);
    const opened = wecom.decrypt(encodingAesKey, sealed);
    expect(opened.id).toBe(appId);
    expect(opened.message).toContain(`<FromUserName><![CDATA[${user.openid}]]></FromUserName>`);

    type WechatCrypto = new (
      token: string,
      key: string,
      appId: string,
    ) => {
      getSignature(timestamp: string, nonce: string, sealed: string): string;
      decrypt(sealed: string): { message: string; id: string };
    };
    const Crypt = require('wechat-crypto') as WechatCrypto;
    const crypt = new Crypt(messageToken, encodingAesKey, appId);
    expect(crypt.getSignature(timestamp ?? '', nonce ?? '', sealed)).toBe(signature);
    expect(crypt.decrypt(sealed)).toEqual({ id: appId, message: opened.message });
  });

  test.each(['faq.md', 'faq.zh-CN.md'])('are named with their versions in %s', (page) => {
    const told = readFileSync(path.join(repoRoot, 'docs', page), 'utf8');
    for (const name of [
      ...['nest-wechat', 'wechat-api', 'co-wxapp-open-api', '@wecom/crypto', 'wechat-crypto'],
    ]) {
      const file = path.join(repoRoot, 'node_modules', name, 'package.json');
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
      expect(told).toContain(`${name} ${version}`);
    }
  });
});
