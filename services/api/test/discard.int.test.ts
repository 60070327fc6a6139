import { describe, expect, test } from '@jest/globals';
import { createUser, giveGrant } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;
const reason = 'The goods were sold';

type Done = Json & Problem & { discarded: number; isComplete: boolean };

const previewOf = async (filter: Json, key?: string): Promise<string> => {
  const given = { body: { filter, dryRun: true }, ...(key !== undefined && { key }) };
  return String((await api.call('POST', '/v1/replays', given)).body.previewToken);
};
const discardAll = (previewToken: string, change: Json = {}, key?: string | null) =>
  api.call<Done>('POST', '/v1/dead-letters/discard', {
    body: { previewToken, reason, ...change },
    ...(key !== undefined && { key }),
  });
const discardOne = (pushId: string, body: unknown = { reason }, key?: string | null) =>
  api.call<Json & Problem>('POST', `/v1/pushes/psh_${pushId}/discard`, {
    ...(body !== undefined && { body }),
    ...(key !== undefined && { key }),
  });
const stateOf = async (pushId: string) => (await storage.pushes.find(pushId))?.state;

describe('POST /v1/dead-letters/discard', () => {
  test('when a preview counted some, then exactly those end, and lists, timeline, audit and callers tell why', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    const { appId } = freight;
    const ids = [await makeDead(storage, freight), await makeDead(storage, freight)];
    const other = await makeDead(storage, freight, { fate: neverAnswered });
    await api.call('POST', '/v1/webhook-endpoints', {
      body: { url: 'https://hooks.example.com/discarded', events: ['push.cancelled'] },
    });
    await testDatabase.run(`update pushes set caller_id =
      '00000000-0000-0000-0000-000000000000' where app_id = '${appId}'`);
    const token = await previewOf({ appId, reason: 'template-data-invalid' });
    const late = await makeDead(storage, freight);

    const done = await discardAll(token);
    expect([done.status, done.body]).toEqual([200, { discarded: 2, isComplete: true }]);
    expect(await Promise.all([...ids, other, late].map(stateOf))).toEqual([
      ...['cancelled', 'cancelled', 'dead', 'dead'],
    ]);
    const shown = await api.call('GET', `/v1/pushes/psh_${ids[0]!}`);
    expect(shown.body.reason).toEqual({
      code: 'discarded',
      message: `An operator discarded it: ${reason}`,
    });
    const timeline = await api.call<{ data: Json[] }>('GET', `/v1/pushes/psh_${ids[0]!}/timeline`);
    expect(timeline.body.data).toContainEqual(
      expect.objectContaining({ from: 'dead', to: 'cancelled', actor: 'key:bootstrap' }),
    );
    const audit = await api.call<{ data: Json[] }>('GET', `/v1/audit?action=dead-letter.discard`);
    expect(audit.body.data).toMatchObject([
      {
        ...{ target: `app:${appId}`, reason },
        after: { discarded: 2, filter: { reason: 'template-data-invalid' } },
      },
    ]);
    const told = await testDatabase.read<{ push_id: string; state: string }>(
      `select push_id, snapshot ->> 'state' as state from callbacks
       where app_id = '${appId}' and type = 'push.cancelled' order by push_id`,
    );
    expect(told).toEqual(ids.toSorted().map((push_id) => ({ push_id, state: 'cancelled' })));
    const found = await api.call<{ data: Json[] }>('GET', '/v1/pushes?reason=discarded');
    expect(found.body.data).toHaveLength(2);
  });

  test('when it is asked twice, at once or later, then each ends once', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    const ids = [await makeDead(storage, freight), await makeDead(storage, freight)];
    const token = await previewOf({ appId: freight.appId });
    const both = await Promise.all([discardAll(token), discardAll(token)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0].body.discarded + both[1].body.discarded).toBe(2);
    expect((await discardAll(token)).body).toEqual({ discarded: 0, isComplete: true });
    const transitions = await testDatabase.read<{ times: number }>(
      `select count(*)::integer as times from push_transitions
       where push_id in ('${ids.join("','")}') and to_state = 'cancelled'`,
    );
    expect(transitions[0]!.times).toBe(2);
  });

  test('when some were replayed meanwhile, or a replay was started from the preview, then those live on', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    const [lives, ends] = [await makeDead(storage, freight), await makeDead(storage, freight)];
    const token = await previewOf({ appId: freight.appId });
    await api.call('POST', `/v1/pushes/psh_${lives}/replay`);
    expect((await discardAll(token)).body.discarded).toBe(1);
    expect([await stateOf(lives), await stateOf(ends)]).toEqual(['queued', 'cancelled']);

    const second = await setUpFreight(storage, { grants: 1 });
    const dead = await makeDead(storage, second);
    const used = await previewOf({ appId: second.appId });
    await api.call('POST', '/v1/replays', { body: { previewToken: used } });
    const refused = await discardAll(used);
    expect([refused.status, refused.body.code, await stateOf(dead)]).toEqual([
      ...[409, 'conflict', 'dead'],
    ]);
  });

  test('when the preview is old, unknown or another caller’s, then nothing ends', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const dead = await makeDead(storage, freight);
    const token = await previewOf({ appId: freight.appId });
    const key = await api.createKey({ scopes: ['operator'] });
    for (const answer of [await discardAll(token, {}, key), await discardAll('rpt_nonsense')])
      expect([answer.status, problemsOf(answer)]).toEqual([400, ['/previewToken known-preview']]);
    await testDatabase.run(`update replays set preview_expires_at = now() - interval '1 second'`);
    expect((await discardAll(token)).status).toBe(409);
    expect(await stateOf(dead)).toBe('dead');
  });

  test('when it is asked wrongly, then 400 names everything, 401, 403', async () => {
    const empty = await api.call('POST', '/v1/dead-letters/discard', { body: {} });
    expect([empty.status, problemsOf(empty)]).toEqual([
      ...[400, ['/previewToken required', '/reason required']],
    ]);
    const blank = await discardAll('rpt_x', { reason: ' ' });
    expect([blank.status, problemsOf(blank)]).toEqual([400, ['/reason blank']]);
    const reader = await api.createKey({ scopes: ['push:read', 'push:write'] });
    expect((await discardAll('rpt_x', {}, reader)).status).toBe(403);
    expect((await discardAll('rpt_x', {}, null)).status).toBe(401);
  });
});

describe('POST /v1/pushes/{id}/discard', () => {
  test('when it is dead, then it ends once and is audited; again, 409', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const pushId = await makeDead(storage, freight);
    const both = await Promise.all([discardOne(pushId), discardOne(pushId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const again = await discardOne(pushId);
    expect(again.body.detail).toBe('Only a dead push can be discarded; it is cancelled.');
    const audit = await api.call<{ data: Json[] }>('GET', `/v1/audit?target=push:${pushId}`);
    expect(audit.body.data).toMatchObject([
      { action: 'push.discard', before: { state: 'dead' }, after: { state: 'cancelled' }, reason },
    ]);
    const replayed = await api.call('POST', `/v1/pushes/psh_${pushId}/replay`);
    expect(replayed.status).toBe(409);
  });

  test('when its delivery is proven after that, then the push says so and its grant is spent', async () => {
    const { appId, templateId } = await setUpFreight(storage);
    const user = await createUser({ storage, appId });
    await giveGrant({ storage, appId, openid: user.openid, templateId });
    const pushId = await makeDead(
      storage,
      { appId, templateId, userId: user.id },
      { fate: neverAnswered },
    );
    await discardOne(pushId);
    await testDatabase.run(`insert into sent_event_items
      (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at, attempt_id)
      select gen_random_uuid(), gen_random_uuid(), '${appId}', '${user.openid}', '${templateId}', 'm-1', '0', 'success',
        now(), a.id
      from attempts a where a.push_id = '${pushId}'`);
    await testDatabase.run(`select apply_delivery_evidence(array(select i.id from sent_event_items i
      join attempts a on a.id = i.attempt_id where a.push_id = '${pushId}'))`);
    const shown = await api.call('GET', `/v1/pushes/psh_${pushId}`);
    expect(shown.body).toMatchObject({ state: 'cancelled', delivery: 'confirmed' });
    const grants = await storage.grants.listByUser({ userId: user.id, limit: 5, cursor: null });
    expect(grants.items.map(({ state }) => state)).toEqual(['spent']);
  });

  test('when it is another app’s, then 404; without a reason 400, without a key 401, without the scope 403', async () => {
    const [mine, theirs] = [
      await setUpFreight(storage),
      await setUpFreight(storage, { grants: 1 }),
    ];
    const pushId = await makeDead(storage, theirs);
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine.appId] });
    expect((await discardOne(pushId, { reason }, key)).status).toBe(404);
    const bare = await discardOne(pushId, {});
    expect([bare.status, problemsOf(bare)]).toEqual([400, ['/reason required']]);
    expect((await discardOne(pushId, { reason }, null)).status).toBe(401);
    const writer = await api.createKey({ scopes: ['push:write', 'push:read'] });
    expect((await discardOne(pushId, { reason }, writer)).status).toBe(403);
    expect(await stateOf(pushId)).toBe('dead');
  });
});
