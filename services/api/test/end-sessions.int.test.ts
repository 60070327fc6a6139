import { describe, expect, test } from '@jest/globals';
import { createMiniBed } from './support/mini-bed.ts';

const { api, addApp, addUser, loginAs } = await createMiniBed();

describe('DELETE /v1/apps/{appId}/users/{openid}/sessions', () => {
  test('when they are ended, then every token given out so far is refused and the next login’s is taken', async () => {
    const { appId, templateId } = await addApp();
    const user = await addUser(appId, '13800002222');
    const other = await addUser(appId, '13800002223');
    const [first, second] = [await loginAs(appId, user), await loginAs(appId, user)];
    const neighbour = (await loginAs(appId, other)).body.sessionToken;
    const planned = async (key: string) => (await api.call('GET', '/v1/mp/plan', { key })).status;
    expect(await planned(first.body.sessionToken)).toBe(200);

    const path = `/v1/apps/${appId}/users/${user.openid}/sessions`;
    const ended = await api.call('DELETE', path, { body: { reason: 'a stolen phone' } });
    expect(ended.status).toBe(204);
    for (const { body } of [first, second]) {
      expect(await planned(body.sessionToken)).toBe(401);
      const report = { requestId: 'tap', results: { [templateId]: 'accept' } };
      const refused = await api.call('POST', '/v1/mp/grants', {
        ...{ key: body.sessionToken, body: report },
      });
      expect(refused.status).toBe(401);
    }
    expect(await planned((await loginAs(appId, user)).body.sessionToken)).toBe(200);
    expect(await planned(neighbour)).toBe(200);
    const audit = await api.call<{ data: object[] }>('GET', '/v1/audit?action=user.sessions-end');
    expect(audit.body.data).toMatchObject([{ appId, reason: 'a stolen phone' }]);
  });

  test('401, 403, 404', async () => {
    const { appId } = await addApp();
    const path = `/v1/apps/${appId}/users/oNobody/sessions`;
    expect((await api.call('DELETE', path, { key: null })).status).toBe(401);
    const key = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('DELETE', path, { key })).status).toBe(403);
    expect((await api.call('DELETE', path)).status).toBe(404);
    const elsewhere = await api.createKey({ scopes: ['operator'], appIds: [appId] });
    const { appId: another } = await addApp();
    const foreign = `/v1/apps/${another}/users/oNobody/sessions`;
    expect((await api.call('DELETE', foreign, { key: elsewhere })).status).toBe(404);
  });
});
