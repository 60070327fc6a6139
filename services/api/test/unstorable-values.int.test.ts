import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead } from './support/make-dead.ts';

const api = await createApiBed();
const freight = await setUpFreight(api.storage, { grants: 2 });
const { appId, templateId } = freight;
await makeDead(api.storage, freight);

/** Legal RFC 3339 both; in UTC they lie in the years -1 and 10000. */
const [before, after] = ['0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00'];
const endpoint = '/v1/webhook-endpoints/wep_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21';

describe('a time outside the years 1970 to 9999', () => {
  test.each<[string, string, (at: string) => Json, string]>([
    ['POST', '/v1/replays', (at) => ({ filter: { from: at }, dryRun: true }), '/filter/from'],
    ['POST', '/v1/replays', (at) => ({ filter: { to: at }, dryRun: true }), '/filter/to'],
    ['POST', '/v1/pushes/search', (from) => ({ from }), '/from'],
    ['POST', '/v1/pushes/search', (to) => ({ to }), '/to'],
    ['POST', '/v1/pushes', (sendAt) => freight.push({ sendAt }), '/sendAt'],
    ['POST', '/v1/pushes', (expiresAt) => freight.push({ expiresAt }), '/expiresAt'],
    ['POST', `/v1/apps/${appId}/pause`, (until) => ({ reason: 'x', until }), '/until'],
    [
      'POST',
      `/v1/apps/${appId}/templates/${templateId}/pause`,
      (until) => ({ reason: 'x', until }),
      '/until',
    ],
    [
      'POST',
      '/v1/api-keys',
      (expiresAt) => ({ name: 'x', scopes: ['operator'], expiresAt }),
      '/expiresAt',
    ],
    ['POST', `${endpoint}/recover`, (since) => ({ since }), '/since'],
    [
      'POST',
      `/v1/apps/${appId}/grants`,
      (grantedAt) => ({ grants: [{ openid: freight.openid, templateId, count: 1, grantedAt }] }),
      '/grants/0/grantedAt',
    ],
  ])('when %s %s is given one as %#, then it is refused with its bound', async (...given) => {
    const [method, path, bodyOf, pointer] = given;
    for (const [at, rule] of [
      [before, 'min'],
      [after, 'max'],
    ] as const) {
      const answer = await api.call(method, path, { body: bodyOf(at) });
      expect([answer.status, problemsOf(answer)]).toEqual([400, [`${pointer} ${rule}`]]);
      expect(answer.body.errors).toMatchObject([{ actual: at, limit: expect.any(String) }]);
    }
  });

  test.each(['/v1/pushes', '/v1/dead-letters'])(
    'when the query of %s holds one, then it is refused with its bound',
    async (path) => {
      const query = new URLSearchParams({ from: before, to: after }).toString();
      const answer = await api.call('GET', `${path}?${query}`);
      expect([answer.status, problemsOf(answer)]).toEqual([
        400,
        ['/query/from min', '/query/to max'],
      ]);
    },
  );
});

describe('an errcode no column holds', () => {
  const errcode = 3_000_000_000;

  test.each<[string, Json, string]>([
    ['/v1/pushes/search', { errcode }, '/errcode max'],
    ['/v1/pushes/search', { errcode: -errcode }, '/errcode min'],
    ['/v1/pushes/search', { errcode, reason: 'no-grant' }, '/errcode max'],
    ['/v1/replays', { filter: { errcode }, dryRun: true }, '/filter/errcode max'],
  ])('when %s is asked for %j, then it is refused', async (path, body, problem) => {
    const answer = await api.call('POST', path, { body });
    expect([answer.status, problemsOf(answer)]).toEqual([400, [problem]]);
  });
});

describe('the first instants that count', () => {
  test.each(['1970-01-01T00:00:00Z', '1970-01-01T00:09:59Z', '1970-01-01T00:10:00Z'])(
    'when dead letters are asked for from %s on, then all are found',
    async (from) => {
      const preview = await api.call('POST', '/v1/replays', {
        body: { filter: { from }, dryRun: true },
      });
      expect(preview.body.matched).toBe(1);
      const groups = await api.call<{ data: Json[] }>('GET', `/v1/dead-letters?from=${from}`);
      expect(groups.body.data).toMatchObject([{ count: 1 }]);
    },
  );
});

describe('GET /v1/alarms with a cursor it never gave', () => {
  const cursorOf = (...key: string[]) =>
    Buffer.from(JSON.stringify(['alarms', ...key])).toString('base64url');

  test.each([
    ['a number', ['1', 'x', 'y']],
    ['words', ['Thu Jan 01 9999 foo 1', 'x', 'y']],
    ['a day no month has', ['2026-02-31 00:00:00+00', 'x', 'y']],
    ['a NUL', ['1764300000000000', '\u0000', 'y']],
    ['more digits than a time has', ['9'.repeat(30), 'x', 'y']],
  ])('when its key holds %s, then the cursor is refused', async (_, key) => {
    const answer = await api.call('GET', `/v1/alarms?cursor=${cursorOf(...key)}`);
    expect([answer.status, problemsOf(answer)]).toEqual([400, ['/query/cursor cursor']]);
  });
});
