import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { eventually } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { engines } from './support/engines.ts';
import { addFault, callsOf, ledgerOf } from './support/read-simulator.ts';
import {
  acceptPushes,
  acceptPushesIn,
  newPush,
  seedApp,
  type SeededApp,
} from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilState } from './support/watch-pushes.ts';

jest.setTimeout(60_000);

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('what WeChat may or may not have sent, queue on $engine', ({ bed }) => {
  const { storage, simulator } = bed;
  bed.startWorker();
  let beats: NodeJS.Timeout;
  // The api says that our event endpoint is up; without it silence proves nothing.
  beforeAll(() => {
    const beat = () => void storage.upkeep.beat({ processId: 'api-of-the-test', role: 'api' });
    beats = setInterval(beat, 1_000);
    beat();
  });
  afterAll(() => clearInterval(beats));

  const storeSentEvent = (app: SeededApp, item: { openid: string; msgid: string }) =>
    storage.events.store({
      appId: app.appId,
      dedupeHash: randomBytes(32),
      type: 'subscribe_msg_sent_event',
      openid: item.openid,
      createdAt: new Date(),
      payload: {
        items: [
          {
            templateId: app.templateId,
            msgid: item.msgid,
            errorCode: '0',
            errorStatus: 'success',
          },
        ],
      },
    });

  test.each([
    { what: 'an empty body', fault: { kind: 'empty', isAfterCommit: true } },
    { what: 'HTTP 502', fault: { kind: 'status', value: 502, isAfterCommit: true } },
    { what: 'a page of HTML', fault: { kind: 'html', value: 200, isAfterCommit: true } },
    { what: 'no answer in time', fault: { kind: 'hang-after-commit' } },
    { what: 'a reset connection', fault: { kind: 'reset', isAfterCommit: true } },
  ])(
    'when WeChat sent it and answered with $what, then the push is unconfirmed, and WeChat’s event makes it sent: once',
    async ({ fault }) => {
      const app = await seedApp(bed);
      await addFault(simulator, app.appId, fault);
      const [pushId] = await acceptPushes(bed, [newPush(app)]);
      const push = await untilState(storage, pushId!, 'unconfirmed');
      expect(push).toMatchObject({ attempts: 1, reason: { code: 'unconfirmed' } });
      const { userId, openid } = app.users[0]!;
      const balances = await storage.users.balances(userId);
      expect(balances[app.templateId]).toMatchObject({ available: 0, reserved: 1 });

      const { sends } = await ledgerOf(simulator, app.appId);
      await storeSentEvent(app, { openid, msgid: sends[0]!.msgid });
      const sent = await untilState(storage, pushId!, 'sent');
      expect(sent).toMatchObject({ delivery: 'confirmed', attempts: 1 });
      expect(await callsOf(simulator, app.appId)).toHaveLength(1);
    },
  );

  test('when WeChat never got it, then a later event of this app proves the silence, and it is sent after all', async () => {
    const app = await seedApp(bed, { users: 2 });
    await addFault(simulator, app.appId, { kind: 'status', value: 502 });
    const [lost] = await acceptPushes(bed, [newPush(app)]);
    await untilState(storage, lost!, 'unconfirmed');
    const other = app.users[1]!;
    const [later] = await acceptPushes(bed, [newPush(app, { userId: other.userId })]);
    const sent = await untilState(storage, later!, 'sent');
    await storeSentEvent(app, { openid: other.openid, msgid: sent.lastAttempt!.msgid! });
    const push = await untilState(storage, lost!, 'sent');
    expect(push).toMatchObject({ attempts: 2 });
    expect((await ledgerOf(simulator, app.appId)).sends).toHaveLength(2);
  });

  test('when the caller wants a person to look, then silence is not judged', async () => {
    const app = await seedApp(bed, { users: 2 });
    await addFault(simulator, app.appId, { kind: 'status', value: 502 });
    const [held] = await acceptPushes(bed, [newPush(app, { onUnconfirmed: 'hold' })]);
    await untilState(storage, held!, 'unconfirmed');
    const other = app.users[1]!;
    const [later] = await acceptPushes(bed, [newPush(app, { userId: other.userId })]);
    const sent = await untilState(storage, later!, 'sent');
    await storeSentEvent(app, { openid: other.openid, msgid: sent.lastAttempt!.msgid! });
    await eventually(async () => (await storage.pushes.find(later!))?.delivery === 'confirmed', {
      timeoutMs: 10_000,
    });
    expect(await storage.pushes.find(held!)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
  });

  test('when an earlier attempt used the grant, then 43101 to the second proves that the first arrived', async () => {
    const app = await seedApp(bed);
    await addFault(simulator, app.appId, { kind: 'empty', isAfterCommit: true });
    const [pushId] = await acceptPushes(bed, [newPush(app, { onUnconfirmed: 'resend' })]);
    const push = await untilState(storage, pushId!, 'sent');
    expect(push).toMatchObject({ attempts: 2, reason: { code: 'inferred-by-43101' } });
    expect((await ledgerOf(simulator, app.appId)).sends).toHaveLength(1);
  });

  test('when a worker dies with a push in hand, then its lease runs out: unconfirmed, slot free, never sent by itself', async () => {
    const app = await seedApp(bed, { grantsEach: 2 });
    const [pushId] = await acceptPushesIn(storage, [newPush(app)]);
    const [claim] = await storage.hotPath.claimPushes({
      requests: [{ pushId: pushId!, cycle: 0, attemptId: uuidv7() }],
      workerId: 'a-worker-that-dies',
      leaseMs: 500,
    });
    expect(claim!.kind).toBe('claimed');
    await untilState(storage, pushId!, 'unconfirmed');
    const [next] = await acceptPushes(bed, [newPush(app)]);
    await untilState(storage, next!, 'sent');
    expect(await callsOf(simulator, app.appId)).toHaveLength(1);
    expect(await storage.pushes.find(pushId!)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
  });
});
