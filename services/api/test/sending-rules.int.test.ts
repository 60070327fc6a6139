import { describe, expect, test } from '@jest/globals';
import { createTemplate, giveGrant } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';
import { quietNow } from './support/quiet-now.ts';

const api = await createApiBed();
const { storage } = api;

type Shown = Json & { id: string; state: string; heldUntil?: string; reason?: { code: string } };
type Explanation = { verdict: string; checks: { name: string; ok: boolean; detail: string }[] };

const put = <T = Json>(appId: string, body: unknown, key?: string | null) =>
  api.call<T>('PUT', `/v1/apps/${appId}/sending-rules`, {
    body,
    ...(key !== undefined && { key }),
  });
const explain = async (freight: Freight, over: Json = {}) =>
  (await api.call<Explanation>('POST', '/v1/pushes/explain', { body: freight.push(over) })).body;
const checkOf = (explanation: Explanation, name: string) =>
  explanation.checks.find((check) => check.name === name);
const post = async (freight: Freight, over: Json = {}) =>
  (await api.call<Shown>('POST', '/v1/pushes', { body: freight.push(over) })).body;
const read = async (id: string) => (await api.call<Shown>('GET', `/v1/pushes/${id}`)).body;

/** As a worker asks for it; once more where the rules have put it off before. */
const claim = async (id: string, cycle = 0) => {
  const requests = [{ pushId: id.slice('psh_'.length), cycle, attemptId: uuidv7() }];
  const [result] = await storage.hotPath.claimPushes({ requests, workerId: 't', leaseMs: 60_000 });
  return result?.kind;
};

describe('PUT /v1/apps/{appId}/sending-rules', () => {
  test('when they are set, then the app shows them, and the audit what was before and after', async () => {
    const { appId, templateId } = await setUpFreight(storage);
    const rules = {
      quietHours: quietNow(),
      caps: [{ most: 3, perSeconds: 86_400, then: 'drop' }],
      keepForPurposeSeconds: 3600,
      templates: [{ templateId, quietHours: null }],
    };
    const first = await put(appId, rules);
    expect([first.status, first.body]).toEqual([200, rules]);
    expect((await api.call('GET', `/v1/apps/${appId}`)).body.sendingRules).toEqual(rules);
    const reason = 'The night shift is over';
    expect((await put(appId, { reason })).body).toEqual({});
    const { body } = await api.call<{ data: Json[] }>('GET', `/v1/audit?target=app:${appId}`);
    expect(body.data.filter(({ action }) => action === 'app.sending-rules')).toMatchObject([
      { before: rules, after: {}, reason },
      { before: {}, after: rules, reason: null },
    ]);
  });

  test('when they are wrong, then every problem is told, and the rules stay', async () => {
    const { appId, templateId } = await setUpFreight(storage);
    const wrong = {
      quietHours: { from: '24:00', to: '8:00', timeZone: '+08:00', then: 'wait' },
      caps: [{ most: 0, perSeconds: 59, then: 'hold' }],
      templates: [{ templateId }, { templateId, quietHours: quietNow({ to: quietNow().from }) }],
      more: 1,
    };
    const answer = await put<Problem>(appId, wrong);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    const pointers = problemsOf(answer).map((problem) => problem.split(' ')[0]);
    expect(pointers).toEqual([
      ...['/caps/0/most', '/caps/0/perSeconds', '/more', '/quietHours/from', '/quietHours/then'],
      ...['/quietHours/timeZone', '/quietHours/to', '/templates/1/quietHours/to'],
    ]);
    expect((await api.call('GET', `/v1/apps/${appId}`)).body.sendingRules).toEqual({});
  });

  test.each(['Asia/Atlantis', '+08:00', 'GMT+8', '-08'])(
    'when the time zone is %s, then it is refused',
    async (zone) => {
      const { appId } = await setUpFreight(storage);
      const answer = await put<Problem>(appId, { quietHours: quietNow({ timeZone: zone }) });
      expect(answer.status).toBe(400);
      expect(problemsOf(answer)).toEqual(['/quietHours/timeZone time-zone']);
    },
  );

  test('when a template is not of the app, then 422 names it', async () => {
    const { appId } = await setUpFreight(storage);
    const answer = await put<Problem>(appId, { templates: [{ templateId: 'another' }] });
    expect([answer.status, answer.body.code]).toEqual([422, 'template-unknown']);
    expect(problemsOf(answer)).toEqual(['/templates/0/templateId known-template']);
  });

  test('when nobody, or somebody without the scope, or of another app asks, then 401, 403 and 404', async () => {
    const { appId } = await setUpFreight(storage);
    const other = await setUpFreight(storage);
    const writer = await api.createKey({ scopes: ['push:write'] });
    const admin = await api.createKey({ scopes: ['admin'], appIds: [other.appId] });
    const statuses = [null, writer, admin].map(async (key) => (await put(appId, {}, key)).status);
    expect(await Promise.all(statuses)).toEqual([401, 403, 404]);
  });
});

describe('A push under quiet hours', () => {
  test('when it is explained, then until when it would wait is told beforehand; it waits so, and its timeline says why', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    expect(checkOf(await explain(freight), 'sending-rules')).toBeUndefined();
    await put(freight.appId, { quietHours: quietNow() });
    const foreseen = await explain(freight);
    expect(foreseen.verdict).toBe('would-wait');
    const { detail } = checkOf(foreseen, 'sending-rules')!;
    const until = /held until (\S+)\.$/.exec(detail)?.[1] ?? '';
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_600_000);

    const { id } = await post(freight);
    expect(await claim(id)).toBe('moved');
    const held = await read(id);
    expect(held).toMatchObject({ state: 'scheduled', reason: { code: 'quiet-hours' } });
    expect(Date.parse(held.heldUntil ?? '')).toBe(Date.parse(until));
    const { body } = await api.call<{ data: Json[] }>('GET', `/v1/pushes/${id}/timeline`);
    expect(body.data.filter(({ kind }) => kind === 'state')).toMatchObject([
      { from: null, to: 'queued' },
      {
        ...{ from: 'queued', to: 'scheduled', actor: 'worker' },
        reason: { code: 'quiet-hours', message: expect.stringContaining(until) as unknown },
      },
    ]);
    const cancelled = await api.call<Shown>('POST', `/v1/pushes/${id}/cancel`, { body: {} });
    expect([cancelled.body.state, cancelled.body.heldUntil]).toEqual(['cancelled', undefined]);
  });

  test.each<[string, string, Json, Json]>([
    ['would end before they do', 'would-expire', {}, { ttlSeconds: 600 }],
    ['is dropped by them', 'would-be-dropped', { then: 'drop' }, {}],
    ['is urgent', 'would-send', { then: 'drop' }, { isUrgent: true }],
    ['has no grant', 'would-refuse', {}, { onNoGrant: 'reject' }],
  ])('when it %s, then explain says %s', async (what, verdict, change, over) => {
    const grants = what === 'has no grant' ? 0 : 1;
    const freight = await setUpFreight(storage, { grants });
    await put(freight.appId, { quietHours: quietNow(change) });
    const foreseen = await explain(freight, over);
    expect(foreseen.verdict).toBe(verdict);
    expect(checkOf(foreseen, 'sending-rules')?.ok).toBe(over.isUrgent === true);
  });

  test('when it is due at a later time, then the rules of that time are asked', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    await put(freight.appId, { quietHours: quietNow() });
    const after = new Date(Date.now() + 3 * 3_600_000).toISOString();
    const foreseen = await explain(freight, { sendAt: after });
    expect([foreseen.verdict, checkOf(foreseen, 'sending-rules')?.ok]).toEqual([
      'would-wait',
      true,
    ]);
  });

  test('when a batch holds an urgent one, then that is taken as such', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    await put(freight.appId, { quietHours: quietNow() });
    const pushes = [freight.push({ isUrgent: true }), freight.push()];
    const { body } = await api.call<{ results: { push: Shown }[] }>('POST', '/v1/pushes/batch', {
      body: { pushes },
    });
    const [urgent, plain] = body.results.map(({ push }) => push);
    expect([urgent?.isUrgent, plain?.isUrgent]).toEqual([true, undefined]);
    expect([await claim(plain!.id), await claim(urgent!.id)]).toEqual(['moved', 'claimed']);
  });
});

describe('A push with a fallback, under quiet hours of one template', () => {
  /** A driver who allowed the fallback alone, if anything. */
  async function setUpChoice(grantsOfSecond: number) {
    const freight = await setUpFreight(storage);
    const { appId, openid, templateId: first } = freight;
    const { templateId: second } = await createTemplate({ storage, appId });
    if (grantsOfSecond > 0)
      await giveGrant({ storage, appId, openid, templateId: second, count: grantsOfSecond });
    const fallback = [{ templateId: second, data: { thing1: '【广州】', thing2: '备选' } }];
    const restrict = (templateId: string) =>
      put(appId, { templates: [{ templateId, quietHours: quietNow() }] });
    return {
      first,
      second,
      restrict,
      foresee: (over = {}) => explain(freight, { fallback, ...over }),
    };
  }

  test('when it would go out with the fallback, then the rules of that are told, and none of the first', async () => {
    const { first, second, restrict, foresee } = await setUpChoice(1);
    await restrict(second);
    const held = await foresee();
    expect([held.verdict, checkOf(held, 'sending-rules')]).toEqual([
      'would-wait',
      expect.objectContaining({
        ok: false,
        detail: expect.stringMatching(`^With ${second}: Quiet`),
      }),
    ]);
    expect((await foresee({ isUrgent: true })).verdict).toBe('would-send');
    await restrict(first);
    const free = await foresee();
    expect([free.verdict, checkOf(free, 'sending-rules')]).toEqual(['would-send', undefined]);
  });

  test('when its template is not certain yet, then the rules of each that has any are told', async () => {
    const { second, restrict, foresee } = await setUpChoice(0);
    await restrict(second);
    const parked = await foresee();
    expect([parked.verdict, checkOf(parked, 'sending-rules')?.detail]).toEqual([
      'would-park',
      expect.stringMatching(`^With ${second}: Quiet hours, `),
    ]);
    const sendAt = new Date(Date.now() + 60_000).toISOString();
    expect(checkOf(await foresee({ sendAt }), 'sending-rules')?.ok).toBe(false);
  });
});

describe('A push under a cap', () => {
  test('when the user has had as many, then explain names the cap and when it ends', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    await put(freight.appId, { caps: [{ most: 1, perSeconds: 7200, then: 'hold' }] });
    expect((await explain(freight)).verdict).toBe('would-send');
    const { id } = await post(freight);
    expect(await claim(id)).toBe('claimed');
    const foreseen = await explain(freight);
    expect(foreseen.verdict).toBe('would-wait');
    expect(checkOf(foreseen, 'sending-rules')?.detail).toMatch(
      /^The user has had 1 of the app's messages in 7200 seconds: it is held until /,
    );
  });
});

describe('A push with a purpose', () => {
  test('when grants were collected for it, then it is shown with them, and explain knows', async () => {
    const freight = await setUpFreight(storage);
    const { appId, openid, templateId } = freight;
    await put(appId, { keepForPurposeSeconds: 3600 });
    const purpose = 'order-42';
    await api.call('POST', `/v1/apps/${appId}/grants`, {
      body: { grants: [{ openid, templateId, count: 1, purpose }] },
    });
    const path = `/v1/apps/${appId}/users/${openid}`;
    const { body: user } = await api.call<{ balances: Json }>('GET', path);
    expect(user.balances[templateId]).toMatchObject({ available: 0, kept: 1 });
    const { body: grants } = await api.call<{ data: Json[] }>('GET', `${path}/grants`);
    expect(grants.data).toMatchObject([
      { state: 'kept', purpose, keptUntil: expect.any(String) as unknown },
    ]);
    const verdicts = [await explain(freight), await explain(freight, { purpose })];
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['would-park', 'would-send']);
    expect(checkOf(verdicts[1]!, 'purpose')?.ok).toBe(true);
    // Why it would wait beside a grant, and that it would not, are told where grants are counted.
    const told = verdicts.map((one) => checkOf(one, 'grant'));
    expect(told.map((check) => check?.ok)).toEqual([false, true]);
    expect(told[0]?.detail).toContain('1 kept for a purpose');
    expect(await post(freight)).toMatchObject({ state: 'parked' });
    expect(await post(freight, { purpose })).toMatchObject({ state: 'queued', purpose });
  });
});
