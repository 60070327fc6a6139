import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

const pause = async (reason: string): Promise<string> => {
  const { appId } = await setUpFreight(storage);
  await api.call('POST', `/v1/apps/${appId}/pause`, { body: { reason } });
  await api.call('POST', `/v1/apps/${appId}/resume`, { body: { reason: 'Reviewed' } });
  return appId;
};

describe('GET /v1/audit/export', () => {
  test('when an operator exports, then a file has who did what and why, of what was asked for', async () => {
    const [appId, other] = [await pause('审核'), await pause('=1+1')];
    const csv = await api.call('GET', '/v1/audit/export?action=app.pause');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="yuexin-audit.csv"');
    const lines = csv.text.trim().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',').slice(1, 6))).toEqual([
      ['key:bootstrap', 'app.pause', `app:${other}`, other, "'=1+1"],
      ['key:bootstrap', 'app.pause', `app:${appId}`, appId, '审核'],
    ]);
  });

  test('when a key is bound to an app, then its file has that app alone', async () => {
    const [mine] = [await pause('a'), await pause('b')];
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine] });
    const { text } = await api.call('GET', '/v1/audit/export?format=csv', { key });
    const apps = text.trim().split('\r\n').slice(1);
    expect(apps).toHaveLength(2);
    expect(apps.every((line) => line.includes(mine))).toBe(true);
    expect(apps[0]).toContain('app.resume');
    expect(apps[0]).toContain('Reviewed');
  });

  test('when it is asked wrongly, then 400, 401, 403', async () => {
    const wrong = await api.call('GET', '/v1/audit/export?format=xlsx');
    expect(problemsOf(wrong)).toEqual(['/query/format one-of']);
    expect((await api.call('GET', '/v1/audit/export', { key: null })).status).toBe(401);
    const key = await api.createKey({ scopes: ['push:read'] });
    expect((await api.call('GET', '/v1/audit/export', { key })).status).toBe(403);
  });
});
