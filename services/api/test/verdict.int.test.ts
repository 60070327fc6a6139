import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

/** A push that a worker sent and never heard of again; its shown id. */
async function makeUnconfirmed(freight: Freight): Promise<string> {
  const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
  const shownId = String(made.body.id);
  const pushId = shownId.replace('psh_', '');
  const [claimed] = await storage.hotPath.claimPushes({
    requests: [{ pushId, cycle: 0, attemptId: uuidv7() }],
    workerId: 'test',
    leaseMs: 10_000,
  });
  if (claimed?.kind !== 'claimed') throw new Error(`not claimed: ${claimed?.kind ?? '-'}`);
  const { attemptId, attemptNumber } = claimed.push;
  await storage.hotPath.settleAttempts([
    {
      ...{ pushId, attemptId, attemptNumber, errmsg: null, httpStatus: null, durationMs: 9 },
      outcome: { kind: 'unconfirmed', cause: 'timeout', httpStatus: null },
      ...{ finishedAt: new Date(), tokenGeneration: 1 },
      decision: {
        ...{ state: 'unconfirmed', reason: { code: 'unconfirmed', message: '?' }, dueAt: null },
        ...{ grantEffect: 'keep', countsAsRetry: false, countsAsTokenRetry: false },
        ...{ refreshToken: false, appPause: null, templatePause: null, alarm: null },
      },
    },
  ]);
  return shownId;
}

const judge = (id: string, body: unknown, key?: string) =>
  api.call('POST', `/v1/pushes/${id}/verdict`, { body, ...(key !== undefined && { key }) });

describe('POST /v1/pushes/{id}/verdict', () => {
  test.each([
    [{ delivered: true }, 'sent', 'verdict-delivered'],
    [{ delivered: false, then: 'resend' }, 'queued', 'verdict-resend'],
    [{ delivered: false, then: 'dead' }, 'dead', 'verdict-dead'],
  ])(
    'when %j is given, then the push is %s, once, and the audit and the timeline tell',
    async (body, state, code) => {
      const freight = await setUpFreight(storage, { grants: 1 });
      const id = await makeUnconfirmed(freight);
      const key = await api.createKey({
        scopes: ['operator', 'push:read'],
        appIds: [freight.appId],
      });

      const answer = await judge(id, { ...body, reason: 'asked the driver' }, key);
      expect([answer.status, answer.body.state]).toEqual([200, state]);
      expect(answer.body.reason).toMatchObject({ code });
      const again = await judge(id, body, key);
      expect([again.status, again.body.state]).toEqual([200, state]);
      expect(
        (
          await judge(id, {
            delivered: code !== 'verdict-delivered',
            ...(code === 'verdict-delivered' && { then: 'dead' }),
          })
        ).status,
      ).toBe(409);

      const target = encodeURIComponent(`push:${id.slice('psh_'.length)}`);
      const audit = await api.call<{ data: Json[] }>('GET', `/v1/audit?target=${target}`);
      const { data } = audit.body;
      expect(data).toHaveLength(1);
      expect(data[0]).toMatchObject({
        action: 'push.verdict',
        reason: 'asked the driver',
        appId: freight.appId,
      });
      const timeline = await api.call<{ data: Json[] }>('GET', `/v1/pushes/${id}/timeline`, {
        key,
      });
      expect(timeline.body.data).toContainEqual(
        expect.objectContaining({
          ...{ kind: 'state', from: 'unconfirmed', to: state, evidence: code },
        }),
      );
      expect(timeline.body.data).toContainEqual(
        expect.objectContaining({
          kind: 'operator',
          action: 'push.verdict',
          reason: 'asked the driver',
        }),
      );
    },
  );

  test('when operators gave verdicts, then the metrics count them by what was said', async () => {
    const { text } = await api.call('GET', '/metrics', { key: null });
    for (const word of ['delivered', 'resend', 'dead'])
      expect(text).toMatch(
        new RegExp(`unconfirmed_settled_total\\{.*evidence="verdict-${word}".*\\} 1`),
      );
  });

  test('when the push is not unconfirmed, then 409 says what it is', async () => {
    const freight = await setUpFreight(storage);
    const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
    const answer = await judge(String(made.body.id), { delivered: true });
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
    expect(answer.body.detail).toBe('The push is parked, not unconfirmed.');
  });

  test.each([
    [{}, ['/delivered required']],
    [{ delivered: 'yes' }, ['/delivered one-of']],
    [{ delivered: false }, ['/then required']],
    [{ delivered: true, then: 'dead' }, ['/then unknown-key']],
    [{ delivered: false, then: 'park', reason: ' ' }, ['/reason blank', '/then one-of']],
  ])('when the body is %j, then 400 names every problem', async (body, problems) => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = await makeUnconfirmed(freight);
    const answer = await judge(id, body);
    expect([answer.status, problemsOf(answer)]).toEqual([400, problems]);
    expect((await api.call('GET', `/v1/pushes/${id}`)).body.state).toBe('unconfirmed');
  });

  test('when the key lacks the scope, the app or everything, then 403, 404 and 401', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = await makeUnconfirmed(freight);
    const body = { delivered: true };
    expect((await judge(id, body, await api.createKey({ scopes: ['push:write'] }))).status).toBe(
      403,
    );
    const foreign = await api.createKey({
      scopes: ['operator'],
      appIds: [(await setUpFreight(storage)).appId],
    });
    expect((await judge(id, body, foreign)).status).toBe(404);
    expect((await judge(`psh_${uuidv7()}`, body)).status).toBe(404);
    const none = await api.call('POST', `/v1/pushes/${id}/verdict`, { body, key: null });
    expect(none.status).toBe(401);
  });
});
