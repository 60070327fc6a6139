import { expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import type { Json } from './support/api-bed.ts';
import { createMiniBed, newAppId } from './support/mini-bed.ts';

const bed = await createMiniBed();
const { api, simulator } = bed;

test('when WeChat refuses the secret to the api, then the app is paused with an alarm', async () => {
  const appId = newAppId();
  await simulator.call('POST', '/apps', { appId, appSecret: 'sim-secret' });
  await api.call('POST', '/v1/apps', { body: { appId, name: 'A', appSecret: 'not-the-secret' } });
  const refused = await api.call('POST', `/v1/apps/${appId}/templates/sync`);
  expect(refused).toMatchObject({ status: 502, body: { code: 'wechat-refused' } });
  const app = await eventually(async () => {
    const { body } = await api.call<{ pause: Json | null }>('GET', `/v1/apps/${appId}`);
    expect(body.pause).not.toBeNull();
    return body;
  });
  expect(app.pause).toMatchObject({
    kind: 'configuration',
    reason: { code: 'app-configuration', errcode: expect.any(Number) as unknown },
  });
  const alarms = await eventually(async () => {
    const { body } = await api.call<{ data: Json[] }>('GET', '/v1/alarms?limit=200');
    const found = body.data.filter((alarm) => alarm.appId === appId);
    expect(found.map(({ code }) => code)).toContainEqual(expect.stringMatching(/^errcode-40/));
    return found;
  });
  expect(JSON.stringify(alarms)).not.toContain('not-the-secret');
});
