import { describe, expect, test } from '@jest/globals';
import { createTemplate, eventually } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage } = api;

const replay = (pushId: string, body?: Json, key?: string | null) =>
  api.call<Problem & Json>('POST', `/v1/pushes/psh_${pushId}/replay`, {
    ...(body !== undefined && { body }),
    ...(key !== undefined && { key }),
  });

describe('POST /v1/pushes/{id}/replay', () => {
  test('when it is dead and there is a grant, then it is queued for a new life, told in its timeline and audited', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const pushId = await makeDead(storage, freight);
    const answer = await replay(pushId, { ttlSeconds: 3_600 });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: `psh_${pushId}`, state: 'queued', cycle: 1 });
    expect(answer.body).not.toHaveProperty('reason');
    const left = Date.parse(String(answer.body.expiresAt)) - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);

    const timeline = await api.call<{ data: Json[] }>('GET', `/v1/pushes/psh_${pushId}/timeline`);
    expect(timeline.body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ kind: 'state', from: 'dead', to: 'queued', actor: 'key:bootstrap' },
        }),
        expect.objectContaining({ kind: 'operator', action: 'push.replay' }),
      ]),
    );
    const audit = await api.call<{ data: Json[] }>('GET', `/v1/audit?target=push:${pushId}`);
    expect(audit.body.data).toMatchObject([
      {
        action: 'push.replay',
        before: { state: 'dead', reason: { code: 'template-data-invalid' } },
        after: { state: 'queued', cycle: 1 },
      },
    ]);
  });

  test('when it is clicked twice, one after the other or at once, then the second gets 409 and there is one life more', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const pushId = await makeDead(storage, freight);
    const both = await Promise.all([replay(pushId), replay(pushId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const again = await replay(pushId);
    expect([again.status, again.body.code, again.body.detail]).toEqual([
      ...[409, 'conflict', 'Only a dead push can be replayed; it is queued.'],
    ]);
    expect((await storage.pushes.find(pushId))?.cycle).toBe(1);
  });

  test('when no grant is left, then it parks; with `reject`, 409 no-grant and it stays dead', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const parks = await makeDead(storage, freight);
    const rejects = await makeDead(storage, freight, { onNoGrant: 'reject' });
    // Open demand for the one grant.
    await api.call('POST', '/v1/pushes', { body: freight.push() });
    expect((await replay(parks)).body).toMatchObject({
      ...{ state: 'parked', reason: { code: 'no-grant' } },
    });
    const refused = await replay(rejects);
    expect([refused.status, refused.body.code]).toEqual([409, 'no-grant']);
    expect((await storage.pushes.find(rejects))?.state).toBe('dead');
  });

  test('when it may have been delivered, then 409 says so, and goes only when asked for', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    const pushId = await makeDead(storage, freight, { fate: neverAnswered });
    const refused = await replay(pushId);
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
    expect(problemsOf(refused)).toEqual(['/mayDuplicate may-duplicate']);
    expect((await storage.pushes.find(pushId))?.state).toBe('dead');
    expect((await replay(pushId, { mayDuplicate: true })).body).toMatchObject({ state: 'queued' });
  });

  test('when its data does not fit the template as it is now, or the template or the recipient is gone, then 422 and it stays dead', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const pushId = await makeDead(storage, freight);
    await createTemplate({
      ...{ storage, appId: freight.appId, templateId: freight.templateId },
      keywords: [{ key: 'amount3', type: 'amount', label: '运费' }],
    });
    const changed = await waitFor(() => replay(pushId), 'template-data-invalid');
    expect([changed.status, problemsOf(changed)]).toEqual([422, ['/data/amount3 required']]);
    await storage.templates.sync(freight.appId, []);
    const removed = await waitFor(() => replay(pushId), 'template-unknown');
    expect(removed.status).toBe(422);
    expect((await storage.pushes.find(pushId))?.state).toBe('dead');
  });

  test('when it is unknown, another app’s or of another shape, then 404; without a key 401, without the scope 403, a bad body 400', async () => {
    const [mine, theirs] = [
      await setUpFreight(storage),
      await setUpFreight(storage, { grants: 1 }),
    ];
    const pushId = await makeDead(storage, theirs);
    const key = await api.createKey({ scopes: ['operator'], appIds: [mine.appId] });
    expect((await replay(pushId, undefined, key)).status).toBe(404);
    expect((await replay(uuidv7())).status).toBe(404);
    expect((await api.call('POST', '/v1/pushes/nonsense/replay')).status).toBe(404);
    expect((await replay(pushId, undefined, null)).status).toBe(401);
    const writer = await api.createKey({ scopes: ['push:write', 'push:read'] });
    expect((await replay(pushId, undefined, writer)).status).toBe(403);
    const bad = await replay(pushId, { ttlSeconds: 2_592_001, mayDuplicate: 'yes', now: 1 });
    expect(bad.status).toBe(400);
    expect(problemsOf(bad)).toEqual(['/mayDuplicate type', '/now unknown-key', '/ttlSeconds max']);
    expect((await storage.pushes.find(pushId))?.state).toBe('dead');
  });

  test('when the user banned the template, then the timeline tells it', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
    await storage.hotPath.recordGrantReports([
      {
        ...{ appId: freight.appId, userId: freight.userId, requestId: 'r-1', page: null },
        ...{ askedAt: null, results: { [freight.templateId]: 'ban' } },
      },
    ]);
    const path = `/v1/pushes/${String(made.body.id)}/timeline`;
    const { body } = await api.call<{ data: Json[] }>('GET', path);
    expect(body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'event', type: 'ask-report', result: 'ban' }),
      ]),
    );
  });
});

/** Templates are remembered for two seconds: asks until the change is seen. */
function waitFor(ask: () => ReturnType<typeof replay>, code: string) {
  return eventually(async () => {
    const answer = await ask();
    return answer.body.code === code ? answer : null;
  });
}
