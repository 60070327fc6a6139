import { describe, expect, test } from '@jest/globals';
import { createTemplate, giveGrant } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, type Answer, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Check = { name: string; ok: boolean; detail: string; problems?: { pointer: string }[] };
type Explanation = { verdict: string; checks: Check[] };

const explain = (body: unknown, key?: string): Promise<Answer<Explanation>> =>
  api.call<Explanation>('POST', '/v1/pushes/explain', {
    body,
    ...(key !== undefined && { key }),
  });

const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
const unknownPhone = () => `+86139${String(Math.random()).slice(2, 10)}`;

const claim = async (pushId: string) => {
  const requests = [{ pushId, cycle: 0, attemptId: uuidv7() }];
  const [claimed] = await storage.hotPath.claimPushes({ requests, workerId: 't', leaseMs: 60_000 });
  return claimed?.kind;
};

/** What the real accept does with the body, and the claim right after it. */
async function really(body: unknown): Promise<string> {
  const made = await api.call('POST', '/v1/pushes', { body });
  if (made.status !== 202) return 'would-refuse';
  if (made.body.state === 'scheduled') return 'would-wait';
  if (made.body.state === 'parked') return 'would-park';
  const kind = await claim(String(made.body.id).slice('psh_'.length));
  return kind === 'claimed' ? 'would-send' : `would-wait (${kind ?? '-'})`;
}

type Case = {
  what: string;
  grants?: number;
  over?: (freight: Freight) => Json;
  before?: (freight: Freight) => Promise<unknown>;
  verdict: string;
  /** Checks that are not ok. */
  failing: string[];
};

const notChecked = ['backlog', 'grant', 'user-slot', 'quota', 'circuit'];
const pause = (path: string) => api.call('POST', path, { body: { reason: 'the wording' } });

const cases: Case[] = [
  { what: 'a grant to spare', grants: 1, verdict: 'would-send', failing: [] },
  { what: 'no grant', verdict: 'would-park', failing: ['grant'] },
  {
    what: 'no grant and reject',
    over: () => ({ onNoGrant: 'reject' }),
    verdict: 'would-refuse',
    failing: ['grant'],
  },
  {
    what: 'no grant and send-anyway',
    over: () => ({ onNoGrant: 'send-anyway' }),
    verdict: 'would-send',
    failing: ['grant'],
  },
  {
    what: 'the one grant spoken for',
    grants: 1,
    before: (freight) => api.call('POST', '/v1/pushes', { body: freight.push() }),
    verdict: 'would-park',
    failing: ['grant'],
  },
  {
    what: 'two grants, one spoken for',
    grants: 2,
    before: (freight) => api.call('POST', '/v1/pushes', { body: freight.push() }),
    verdict: 'would-send',
    failing: [],
  },
  {
    what: 'a time ahead, without a grant',
    over: () => ({ sendAt: ahead(60_000) }),
    verdict: 'would-wait',
    failing: ['grant'],
  },
  {
    what: 'a time ahead, without a grant, and reject',
    over: () => ({ sendAt: ahead(60_000), onNoGrant: 'reject' }),
    verdict: 'would-wait',
    failing: ['grant'],
  },
  {
    what: 'a paused app',
    grants: 1,
    before: ({ appId }) => pause(`/v1/apps/${appId}/pause`),
    verdict: 'would-wait',
    failing: ['app'],
  },
  {
    what: 'a paused app and no grant',
    before: ({ appId }) => pause(`/v1/apps/${appId}/pause`),
    verdict: 'would-park',
    failing: ['app', 'grant'],
  },
  {
    what: 'a paused template',
    grants: 1,
    before: ({ appId, templateId }) => pause(`/v1/apps/${appId}/templates/${templateId}/pause`),
    verdict: 'would-wait',
    failing: ['template'],
  },
  {
    what: 'a removed template',
    grants: 1,
    before: async ({ appId }) => {
      await storage.templates.sync(appId, []);
      await pause(`/v1/apps/${appId}/pause`);
      await api.call('POST', `/v1/apps/${appId}/resume`);
    },
    verdict: 'would-refuse',
    failing: ['template', ...notChecked],
  },
  {
    what: 'another message to the user under way',
    grants: 2,
    before: async (freight) => {
      const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
      expect(await claim(String(made.body.id).slice('psh_'.length))).toBe('claimed');
    },
    verdict: 'would-wait',
    failing: ['user-slot'],
  },
  {
    what: 'an unknown phone',
    over: () => ({ to: { phone: unknownPhone() } }),
    verdict: 'would-refuse',
    failing: ['recipient', ...notChecked],
  },
  {
    what: 'an unknown phone, to be waited for',
    over: () => ({ to: { phone: unknownPhone() }, onUnknownRecipient: 'park' }),
    verdict: 'would-park',
    failing: ['grant'],
  },
  {
    what: 'an unknown phone, to be waited for, with a time ahead and send-anyway',
    over: () => ({
      ...{ to: { phone: unknownPhone() }, onUnknownRecipient: 'park' },
      ...{ sendAt: ahead(60_000), onNoGrant: 'send-anyway' },
    }),
    verdict: 'would-park',
    failing: ['grant'],
  },
  {
    what: 'an unknown openid, to be registered',
    over: () => ({ to: { openid: `o-${uuidv7()}` }, onUnknownRecipient: 'park' }),
    verdict: 'would-park',
    failing: ['grant'],
  },
  {
    what: 'an unknown openid, to be registered, and reject',
    over: () => ({
      ...{ to: { openid: `o-${uuidv7()}` }, onUnknownRecipient: 'park', onNoGrant: 'reject' },
    }),
    verdict: 'would-refuse',
    failing: ['grant'],
  },
  {
    what: 'an unknown openid, to be registered, and send-anyway',
    over: () => ({
      ...{ to: { openid: `o-${uuidv7()}` }, onUnknownRecipient: 'park', onNoGrant: 'send-anyway' },
    }),
    verdict: 'would-send',
    failing: ['grant'],
  },
  {
    what: 'an unknown app',
    grants: 1,
    over: () => ({ appId: 'wx-nobody' }),
    verdict: 'would-refuse',
    failing: ['app', 'template', 'data', 'recipient', 'times', ...notChecked],
  },
  {
    what: 'everything wrong at once',
    over: () => ({
      ...{ data: { thing1: '货'.repeat(21) }, to: { openid: 'o-nobody' }, priority: 'urgent' },
      ...{ ttlSeconds: 60, expiresAt: ahead(60_000), colour: 'red' },
    }),
    verdict: 'would-refuse',
    failing: ['request', 'data', 'recipient', 'times', ...notChecked],
  },
];

describe('POST /v1/pushes/explain', () => {
  test.each(cases.map((one) => [one.what, one] as const))(
    'when there is %s, then it says what the real accept then does',
    async (_what, { grants, over, before, verdict, failing }) => {
      const freight = await setUpFreight(storage, grants === undefined ? {} : { grants });
      await before?.(freight);
      const body = freight.push(over?.(freight));
      const answer = await explain(body);
      expect([answer.status, answer.body.verdict]).toEqual([200, verdict]);
      const { checks } = answer.body;
      expect(checks.map(({ name }) => name)).toEqual([
        ...['request', 'app', 'template', 'data', 'recipient', 'times', ...notChecked],
      ]);
      expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(failing);
      expect(await really(body)).toMatch(new RegExp(`^${verdict}( |$)`));
    },
  );

  test('when several things are wrong, then it names the very problems of the refusal', async () => {
    const freight = await setUpFreight(storage);
    const body = freight.push({
      ...{ data: { thing1: '货'.repeat(21) }, to: { openid: 'o-nobody' }, priority: 'urgent' },
      ...{ sendAt: '2020-01-01T00:00:00Z', colour: 'red' },
    });
    const refusal = await api.call<{ errors: { pointer: string }[] }>('POST', '/v1/pushes', {
      body,
    });
    const { checks } = (await explain(body)).body;
    const told = checks.flatMap(({ problems = [] }) => problems);
    const byPointer = (one: { pointer: string }, two: { pointer: string }) =>
      one.pointer.localeCompare(two.pointer);
    const stripTimes = (list: object[]) =>
      JSON.parse(JSON.stringify(list).replace(/"limit":"\d{4}-[^"]+"/g, '"limit":""')) as object[];
    expect(stripTimes(told.sort(byPointer))).toEqual(
      stripTimes(refusal.body.errors.sort(byPointer)),
    );
    expect(checks.find(({ name }) => name === 'data')?.detail).toBe(
      '/data/thing1 is 21 characters long; at most 20 are allowed. /data/thing2 is missing; the template needs it.',
    );
  });

  test('when the body is no object, then its detail says so in words', async () => {
    const { checks } = (await explain([])).body;
    expect(checks[0]?.detail).toBe('The body must be of type object.');
  });

  test.each(['park', 'reject', 'send-anyway'])(
    'when nobody has logged in with the phone yet and onNoGrant is %s, then no check speaks of sending or refusing',
    async (onNoGrant) => {
      const freight = await setUpFreight(storage);
      const to = { phone: unknownPhone() };
      const answer = await explain(freight.push({ to, onUnknownRecipient: 'park', onNoGrant }));
      expect(answer.body.verdict).toBe('would-park');
      expect(answer.body.checks.find(({ name }) => name === 'grant')?.detail).toBe(
        'Whose grants count is not known before the login: the push would park until then.',
      );
    },
  );

  test.each([[null], [7], [[]], [{}]])(
    'when the body is %j, then it would be refused',
    async (body) => {
      const answer = await explain(body);
      expect([answer.status, answer.body.verdict]).toEqual([200, 'would-refuse']);
    },
  );

  test('when it was asked, then nothing was stored, registered or used', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const openid = `o-${uuidv7()}`;
    await explain(freight.push({ to: { openid }, onUnknownRecipient: 'park' }));
    const { body } = await api.call('POST', '/v1/pushes', {
      body: freight.push({ to: { openid } }),
    });
    expect(body.code).toBe('recipient-unknown');
    const headers = { 'idempotency-key': uuidv7() };
    await api.call('POST', '/v1/pushes/explain', { body: freight.push(), headers });
    const first = await api.call('POST', '/v1/pushes', {
      ...{ body: freight.push({ bizId: 'other' }), headers },
    });
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([202, null]);
    const listed = await api.call<{ data: Json[] }>('GET', `/v1/pushes?appId=${freight.appId}`);
    expect(listed.body.data).toHaveLength(1);
  });

  test('when the template is long-term, then its standing grant is told', async () => {
    const freight = await setUpFreight(storage);
    const { appId, openid } = freight;
    const { templateId } = await createTemplate({ storage, appId, kind: 'long-term' });
    await giveGrant({ storage, appId, openid, templateId, count: 1 });
    const answer = await explain(freight.push({ templateId }));
    expect(answer.body.verdict).toBe('would-send');
    expect(answer.body.checks.find(({ name }) => name === 'grant')).toMatchObject({
      ...{ ok: true, detail: 'The user has a standing grant.' },
    });
  });

  test('when today’s quota is used up or WeChat was unreachable a moment ago, then it would wait', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const { appId } = freight;
    const cgiPath = '/cgi-bin/message/subscribe/send';
    const quota = { appId, cgiPath, dailyLimit: 100 };
    await storage.upkeep.saveQuota({ ...quota, used: 99, remain: 1 });
    expect((await explain(freight.push())).body.verdict).toBe('would-send');
    await storage.upkeep.saveQuota({ ...quota, used: 100, remain: 0 });
    const used = (await explain(freight.push())).body;
    expect(used.verdict).toBe('would-wait');
    expect(used.checks.find(({ name }) => name === 'quota')?.detail).toMatch(
      /^0 of 100 sends are left today/,
    );
    await storage.upkeep.saveQuota({ ...quota, used: 0, remain: 100 });
    await storage.upkeep.raiseAlarm({ appId, code: 'wechat-unreachable', message: 'x' });
    const away = (await explain(freight.push())).body;
    expect([away.verdict, away.checks.at(-1)]).toMatchObject([
      'would-wait',
      { name: 'circuit', ok: false },
    ]);
  });

  test('when the key lacks the scope, the app or everything, then 403, an unknown app, and 401', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const reader = await api.createKey({ scopes: ['push:read'] });
    expect((await explain(freight.push(), reader)).status).toBe(403);
    const { appId } = await setUpFreight(storage);
    const foreign = await api.createKey({ scopes: ['push:write'], appIds: [appId] });
    const { verdict, checks } = (await explain(freight.push(), foreign)).body;
    expect([verdict, checks[1]?.problems?.[0]?.pointer]).toEqual(['would-refuse', '/appId']);
    const none = await api.call('POST', '/v1/pushes/explain', { body: {}, key: null });
    expect(none.status).toBe(401);
  });
});
