import { describe, expect, test } from '@jest/globals';
import { createApiBed, type Json } from './support/api-bed.ts';
import { compare, remember } from './support/compare-contents.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

/** Every action by its name; fails when anything was changed by asking. */
async function foresee(id: string): Promise<Record<string, Json>> {
  await testDatabase.run(remember);
  const answer = await api.call<{ data: Json[] }>('GET', `/v1/pushes/${id}/actions`);
  await testDatabase.run(compare);
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return Object.fromEntries(answer.body.data.map((one) => [String(one.action), one]));
}
const possible = (actions: Record<string, Json>): string[] =>
  Object.keys(actions).filter((name) => actions[name]!.isPossible);
const unconfirmed = {
  ...neverAnswered,
  decision: { ...neverAnswered.decision, state: 'unconfirmed' as const },
};

describe('GET /v1/pushes/{id}/actions', () => {
  test('when a push is parked, then it can be cancelled, and does just that', async () => {
    const freight = await setUpFreight(storage);
    const { id } = (await api.call('POST', '/v1/pushes', { body: freight.push() })).body;
    const actions = await foresee(String(id));
    expect(possible(actions)).toEqual(['cancel']);
    expect(actions.cancel).toMatchObject({ becomes: 'cancelled', grants: { now: 0, then: 0 } });
    expect(actions.replay).toMatchObject({ detail: 'The push is parked.', becomes: null });
    const done = await api.call('POST', `/v1/pushes/${String(id)}/cancel`);
    expect(done.body.state).toBe(actions.cancel!.becomes);
  });

  test.each([
    ['with a grant', 2, 'queued'],
    ['without', 1, 'parked'],
  ])(
    'when a push is dead, %s, then replay says where it would go, and goes there',
    async (_how, grants, becomes) => {
      const freight = await setUpFreight(storage, { grants });
      const fate = {
        outcome: { kind: 'accepted', msgid: null } as const,
        decision: { state: 'dead', reason: { code: 'spent', message: 'm' }, grantEffect: 'spend' },
      } as const;
      const data = { thing1: { value: 'a' }, thing2: { value: 'b' } };
      const id = `psh_${await makeDead(storage, freight, { fate, data })}`;
      await testDatabase.run(`delete from attempts where push_id = '${id.slice(4)}'`);
      const actions = await foresee(id);
      expect(possible(actions)).toEqual(['replay']);
      expect(actions.replay).toMatchObject({ becomes, mayDuplicate: false });
      expect((await api.call('POST', `/v1/pushes/${id}/replay`)).body.state).toBe(becomes);
    },
  );

  test('when a dead push may have been delivered, then replay says that it may come twice', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    const data = { thing1: { value: 'a' }, thing2: { value: 'b' } };
    const id = `psh_${await makeDead(storage, freight, { fate: neverAnswered, data })}`;
    expect((await foresee(id)).replay).toMatchObject({ isPossible: true, mayDuplicate: true });
    expect((await api.call('POST', `/v1/pushes/${id}/replay`)).status).toBe(409);
  });

  test('when a dead push would only fail again, then replay is not possible, and says why', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const data = { thing1: { value: '' } };
    const id = `psh_${await makeDead(storage, freight, { data })}`;
    const { replay } = await foresee(id);
    expect(replay).toMatchObject({ isPossible: false, becomes: null });
    expect(replay!.detail).toContain('thing2');
  });

  test('when a push is unconfirmed, then each verdict says what becomes of push and grant', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = `psh_${await makeDead(storage, freight, { fate: unconfirmed })}`;
    const actions = await foresee(id);
    expect(possible(actions)).toEqual(['delivered', 'resend', 'dead']);
    expect(actions.delivered).toMatchObject({ becomes: 'sent', grants: { now: 0, then: 0 } });
    expect(actions.resend).toMatchObject({ becomes: 'queued', grants: { now: 0, then: 1 } });
    expect(actions.dead).toMatchObject({ becomes: 'dead', grants: { now: 0, then: 1 } });
  });

  test('when a push is unconfirmed, then it says why it is not sent again by itself; of any other push it says nothing', async () => {
    const waitsFor = async (id: string): Promise<unknown> =>
      (await api.call('GET', `/v1/pushes/${id}/actions`)).body.waitsFor;
    const freight = await setUpFreight(storage, { grants: 1 });
    const silent = await makeDead(storage, freight, { fate: unconfirmed });
    const id = `psh_${silent}`;
    expect(await waitsFor(id)).toEqual(expect.arrayContaining(['window', 'later-report']));
    await testDatabase.run(
      `update attempts set started_at = started_at - interval '1 hour', finished_at = finished_at - interval '1 hour'
       where push_id = '${silent}';
       update pushes set on_unconfirmed = 'hold' where id = '${silent}'`,
    );
    const later = await waitsFor(id);
    expect(later).toEqual(expect.arrayContaining(['policy', 'later-report']));
    expect(later).not.toContain('window');
    await api.call('POST', `/v1/pushes/${id}/verdict`, { body: { delivered: true } });
    expect(await waitsFor(id)).toBeNull();
  });

  test('when it is not yours, or you may not read, then 404, 403, 401', async () => {
    const [mine, other] = [await setUpFreight(storage), await setUpFreight(storage)];
    const { id } = (await api.call('POST', '/v1/pushes', { body: mine.push() })).body;
    const path = `/v1/pushes/${String(id)}/actions`;
    const key = await api.createKey({ scopes: ['push:read'], appIds: [other.appId] });
    expect((await api.call('GET', path, { key })).status).toBe(404);
    const writer = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('GET', path, { key: writer })).status).toBe(403);
    expect((await api.call('GET', path, { key: null })).status).toBe(401);
  });
});
