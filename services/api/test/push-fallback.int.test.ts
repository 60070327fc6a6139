import { describe, expect, test } from '@jest/globals';
import { createTemplate, giveGrant } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Shown = Json & { id: string; state: string; templateId: string; usedTemplateId?: string };
type Explanation = { verdict: string; checks: { name: string; ok: boolean; detail: string }[] };

const fallbackData = { thing1: '【广州】-->【上海】', thing2: '备选' };
const shownData = { thing1: { value: fallbackData.thing1 }, thing2: { value: '备选' } };

/** A driver with grants of a template, and of another that says the same. */
async function setUp(grants: { first?: number; second?: number } = {}) {
  const freight = await setUpFreight(storage, { grants: grants.first ?? 0 });
  const { appId, openid } = freight;
  const { templateId: second } = await createTemplate({ storage, appId });
  const give = (templateId: string, count = 1) =>
    giveGrant({ storage, appId, openid, templateId, count });
  if (grants.second !== undefined) await give(second, grants.second);
  const fallback = [{ templateId: second, data: fallbackData }];
  const post = (over: Json = {}) =>
    api.call<Shown>('POST', '/v1/pushes', { body: freight.push({ fallback, ...over }) });
  const explain = async (over: Json = {}) => {
    const body = freight.push({ fallback, ...over });
    return (await api.call<Explanation>('POST', '/v1/pushes/explain', { body })).body;
  };
  /** The verdict, and what is said of the template. */
  const foresee = async () => {
    const { verdict, checks } = await explain();
    return [verdict, checks.find(({ name }) => name === 'template')] as const;
  };
  const steer = (templateId: string, verb: 'pause' | 'resume') =>
    api.call('POST', `/v1/apps/${appId}/templates/${templateId}/${verb}`, {
      body: { reason: 'the wording' },
    });
  return { freight, second, give, post, explain, foresee, steer };
}
const read = async (id: string) => (await api.call<Shown>('GET', `/v1/pushes/${id}`)).body;

describe('A push with fallbacks', () => {
  test('when the first template has no grant, then it is queued with the fallback, and told as it was asked for', async () => {
    const { freight, second, post, explain } = await setUp({ second: 1 });
    const foreseen = await explain();
    expect(foreseen.verdict).toBe('would-send');
    expect(foreseen.checks.find(({ name }) => name === 'fallback')).toMatchObject({
      ok: true,
      detail: expect.stringContaining(second) as unknown,
    });
    expect(foreseen.checks.find(({ name }) => name === 'grant')?.ok).toBe(true);
    const made = await post();
    expect(made.body).toMatchObject({
      ...{ state: 'queued', templateId: freight.templateId, usedTemplateId: second },
      fallback: [{ templateId: second, data: shownData }],
    });
    expect(await read(made.body.id)).toEqual(made.body);
  });

  test('when the first has one, then that is used', async () => {
    const { freight, post, explain } = await setUp({ first: 1, second: 1 });
    expect((await explain()).checks.find(({ name }) => name === 'fallback')?.ok).toBe(true);
    const { state, usedTemplateId } = (await post()).body;
    expect([state, usedTemplateId]).toEqual(['queued', freight.templateId]);
  });

  test('when none has one, then it parks until a grant of any comes, and its timeline tells the turn and the template of each attempt', async () => {
    const { freight, second, give, post, explain } = await setUp();
    expect(await explain()).toMatchObject({ verdict: 'would-park' });
    const { id } = (await post()).body;
    await give(second);
    expect(await read(id)).toMatchObject({ state: 'queued', usedTemplateId: second });
    const requests = [{ pushId: id.slice(4), cycle: 1, attemptId: crypto.randomUUID() }];
    const claim = { requests, workerId: 't', leaseMs: 60_000 };
    expect(await storage.hotPath.claimPushes(claim)).toMatchObject([
      { kind: 'claimed', push: { templateId: second, data: shownData } },
    ]);
    const { data } = (await api.call<{ data: Json[] }>('GET', `/v1/pushes/${id}/timeline`)).body;
    expect(data).toContainEqual(
      expect.objectContaining({
        ...{ from: 'parked', to: 'queued' },
        reason: expect.objectContaining({ code: 'fallback' }) as unknown,
      }),
    );
    expect(data).toContainEqual(
      expect.objectContaining({ kind: 'attempt-started', templateId: second }),
    );
    const found = await api.call<{ data: Shown[] }>(
      'GET',
      `/v1/pushes?appId=${freight.appId}&templateId=${second}`,
    );
    expect(found.body.data.map((push) => push.id)).toEqual([id]);
  });

  test('when the template that it would turn to is paused, then it would wait, as the claim makes it; a pause of the first does not hold it', async () => {
    const { freight, second, post, foresee, steer } = await setUp({ second: 1 });
    await steer(freight.templateId, 'pause');
    expect(await foresee()).toMatchObject(['would-send', { ok: true }]);
    await steer(second, 'pause');
    const detail: unknown = expect.stringMatching(
      new RegExp(`^The fallback "[^"]+" \\(${second}\\) is paused .*the wording`),
    );
    expect(await foresee()).toMatchObject(['would-wait', { ok: false, detail }]);
    const { id } = (await post()).body;
    const claim = async () => {
      const requests = [{ pushId: id.slice(4), cycle: 0, attemptId: crypto.randomUUID() }];
      const results = await storage.hotPath.claimPushes({ requests, workerId: 't', leaseMs: 1 });
      return results.map(({ kind }) => kind);
    };
    expect(await claim()).toEqual(['waiting']);
    await steer(second, 'resume');
    expect(await claim()).toEqual(['claimed']);
  });

  test('when it is not decided yet which template it would go out with, then the pauses of all are told', async () => {
    const { freight, second, give, foresee, steer } = await setUp();
    for (const templateId of [freight.templateId, second]) await steer(templateId, 'pause');
    const [verdict, check] = await foresee();
    expect([verdict, check?.ok]).toEqual(['would-park', false]);
    for (const told of ['The template is paused', `(${second}) is paused`])
      expect(check?.detail).toContain(told);
    await steer(freight.templateId, 'resume');
    await give(freight.templateId);
    expect(await foresee()).toMatchObject(['would-send', { ok: true }]);
  });

  test('when it would rather be refused and none has one, then 409', async () => {
    const { post, explain } = await setUp();
    expect((await explain({ onNoGrant: 'reject' })).verdict).toBe('would-refuse');
    const refused = await post({ onNoGrant: 'reject' });
    expect([refused.status, refused.body.code]).toEqual([409, 'no-grant']);
  });

  test('when fallbacks are wrong, then every problem of each is named with its pointer, and nothing is stored', async () => {
    const { freight, second, post } = await setUp({ second: 1 });
    const refused = await post({
      onNoGrant: 'send-anyway',
      data: { thing1: '货'.repeat(21), thing2: '钢' },
      fallback: [
        { templateId: second, data: { thing1: '货'.repeat(21) } },
        { templateId: 'nobody-knows-it', data: fallbackData },
        { templateId: freight.templateId, data: fallbackData },
      ],
    });
    expect([refused.status, problemsOf(refused)]).toEqual([
      400,
      [
        ...['/data/thing1 max-length', '/fallback exclusive', '/fallback/0/data/thing1 max-length'],
        ...['/fallback/0/data/thing2 required', '/fallback/1/templateId known-template'],
        '/fallback/2/templateId distinct',
      ],
    ]);
    const list = await api.call<{ data: Json[] }>('GET', `/v1/pushes?appId=${freight.appId}`);
    expect(list.body.data).toEqual([]);
    const more = { templateId: second, data: fallbackData, more: 1 };
    expect(problemsOf(await post({ fallback: [more] }))).toEqual(['/fallback/0/more unknown-key']);
    const many = Array.from({ length: 4 }, () => ({ templateId: second, data: fallbackData }));
    expect(problemsOf(await post({ fallback: many }))).toEqual(['/fallback max-length']);
    expect(problemsOf(await post({ fallback: [] }))).toEqual(['/fallback min-length']);
  });
});
