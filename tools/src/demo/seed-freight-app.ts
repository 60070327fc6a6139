import { callJson } from '../local-stack/call-json.ts';
import { driver, freightApp, goodsDetailPage, goodsPage, goodsTemplate } from './freight-app.ts';

export type FreightDriver = { userId: string; openid: string };

/**
 * Registers the freight mini program with the simulator (as WeChat's console would) and with
 * Yuexin, syncs its template and puts the driver behind a phone. May be run again.
 */
export async function seedFreightApp(input: {
  apiUrl: string;
  simulatorUrl: string;
  adminKey: string;
}): Promise<FreightDriver> {
  const { apiUrl, simulatorUrl, adminKey } = input;
  const { appId, name, appSecret, messageToken, encodingAesKey } = freightApp;
  await callJson(`${simulatorUrl}/_sim/apps`, {
    body: {
      appId,
      name,
      appSecret,
      messageToken,
      encodingAesKey,
      eventUrl: `${apiUrl}/v1/wechat/${appId}/events`,
      eventMode: 'safe',
      eventFormat: 'json',
    },
  });
  await callJson(`${simulatorUrl}/_sim/apps/${appId}/templates`, { body: goodsTemplate });
  const found = await callJson<FreightDriver>(`${simulatorUrl}/_sim/apps/${appId}/users`, {
    body: driver,
  });
  await registerWithYuexin({ apiUrl, adminKey });
  return found;
}

async function registerWithYuexin(input: { apiUrl: string; adminKey: string }): Promise<void> {
  const { apiUrl, adminKey: key } = input;
  const { appId } = freightApp;
  const known = await callJson<{ data: { appId: string }[] }>(`${apiUrl}/v1/apps`, { key });
  if (!known.data.some((app) => app.appId === appId)) {
    await callJson(`${apiUrl}/v1/apps`, { key, body: freightApp });
  }
  await callJson(`${apiUrl}/v1/apps/${appId}/templates/sync`, { key, method: 'POST', body: {} });
  await callJson(`${apiUrl}/v1/apps/${appId}/ask-plan`, {
    key,
    method: 'PUT',
    body: {
      // One in stock: the card of the example says "subscribed" until it is spent.
      pages: [goodsPage, goodsDetailPage].map((page) => ({
        page,
        templates: [{ templateId: goodsTemplate.templateId, target: 1 }],
      })),
    },
  });
}
