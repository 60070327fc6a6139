import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { addFault, callsOf, ledgerOf, tokenPath } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilState } from './support/watch-pushes.ts';

jest.setTimeout(60_000);

const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

describe.each(beds)('the road of a push, queue on $engine', ({ bed }) => {
  const { storage, simulator } = bed;
  const worker = bed.startWorker();

  const balanceOf = async (userId: string, templateId: string) =>
    (await storage.users.balances(userId))[templateId];
  const attemptsOf = async (pushId: string) => (await storage.pushes.history(pushId))!.attempts;

  test('when the user allowed, then the message arrives, the grant is spent, msgid is kept to the digit, and one line tells', async () => {
    const app = await seedApp(bed);
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    const push = await untilState(storage, pushId!, 'sent');
    const { sends, grants } = await ledgerOf(simulator, app.appId);
    expect(sends).toHaveLength(1);
    expect(push).toMatchObject({ delivery: 'pending', attempts: 1 });
    expect(push.lastAttempt).toMatchObject({ errcode: 0, msgid: sends[0]!.msgid });
    expect(grants).toMatchObject([{ granted: 1, spent: 1 }]);
    const { userId } = app.users[0]!;
    expect(await balanceOf(userId, app.templateId)).toEqual({
      ...{ available: 0, reserved: 0, spent: 1, void: 0 },
    });
    const lines = await eventually(() => {
      const found = worker.lines.filter(({ fields }) => fields.pushId === pushId);
      return found.length > 0 && found;
    });
    expect(lines).toMatchObject([
      { level: 'info', message: 'push ended', fields: { state: 'sent', attempts: 1, errcode: 0 } },
    ]);
  });

  test.each([
    { errcode: 40003, reason: 'invalid-openid' },
    { errcode: 47003, reason: 'template-data-invalid' },
    { errcode: 41030, reason: 'page-invalid' },
    { errcode: 45168, reason: 'content-blocked' },
  ])(
    'when WeChat answers $errcode, then the push is dead ($reason), after one attempt, and its grant is free again',
    async ({ errcode, reason }) => {
      const app = await seedApp(bed);
      await addFault(simulator, app.appId, { kind: 'errcode', value: errcode });
      const [pushId] = await acceptPushes(bed, [newPush(app)]);
      const push = await untilState(storage, pushId!, 'dead');
      expect(push.reason).toMatchObject({ code: reason, errcode });
      expect(push.attempts).toBe(1);
      const { userId } = app.users[0]!;
      expect(await balanceOf(userId, app.templateId)).toMatchObject({ available: 1, reserved: 0 });
      expect(await callsOf(simulator, app.appId)).toHaveLength(1);
      expect(worker.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  test('when the template is gone (40037), then the push is dead and the template is paused with an alarm; others of it wait', async () => {
    const app = await seedApp(bed, { grantsEach: 2 });
    await simulator.call('DELETE', `/apps/${app.appId}/templates/${app.templateId}`);
    const [first] = await acceptPushes(bed, [newPush(app)]);
    const push = await untilState(storage, first!, 'dead');
    expect(push.reason).toMatchObject({ code: 'template-invalid', errcode: 40037 });
    const template = await storage.templates.find(app.appId, app.templateId);
    expect(template).toMatchObject({ state: 'paused', pause: { until: null } });
    const [second] = await acceptPushes(bed, [newPush(app)]);
    const queueIsEmpty = async () =>
      Object.values(await bed.hub.counts(app.appId)).every((count) => count === 0);
    await eventually(queueIsEmpty);
    expect(await storage.pushes.find(second!)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(await callsOf(simulator, app.appId)).toHaveLength(1);
  });

  test('when the grant turns out to be gone (43101), then the ledger is put right, the push parks, and the next "allow" sends it', async () => {
    const app = await seedApp(bed, { grantsEach: 0 });
    const { userId, openid } = app.users[0]!;
    const { appId, templateId } = app;
    const grant = { openid, templateId, count: 2, grantedAt: null };
    await storage.hotPath.importGrants({ appId, grants: [grant] });
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    const parked = await untilState(storage, pushId!, 'parked');
    expect(parked).toMatchObject({ attempts: 1, reason: { code: 'no-grant', errcode: 43101 } });
    expect(await balanceOf(userId, templateId)).toMatchObject({ available: 0, void: 2 });

    await simulator.call('POST', `/apps/${appId}/users`, { openid });
    const { data } = await simulator.call<{ data: { userId: string }[] }>(
      'GET',
      `/apps/${appId}/users`,
    );
    const results = { [templateId]: 'accept' as const };
    await simulator.call('POST', `/users/${data[0]!.userId}/subscribe`, { results });
    await storage.hotPath.recordGrantReports([
      {
        ...{ appId, userId, requestId: 'tap-1', page: null, askedAt: null, results },
      },
    ]);
    const sent = await untilState(storage, pushId!, 'sent');
    expect(sent).toMatchObject({ attempts: 2, cycle: 1 });
  });

  test('when there is no grant and the push would rather be refused, then it is dead with no-grant', async () => {
    const app = await seedApp(bed, { grantsEach: 0 });
    const { openid } = app.users[0]!;
    const { appId, templateId } = app;
    const grant = { openid, templateId, count: 1, grantedAt: null };
    await storage.hotPath.importGrants({ appId, grants: [grant] });
    const [pushId] = await acceptPushes(bed, [newPush(app, { onNoGrant: 'reject' })]);
    const push = await untilState(storage, pushId!, 'dead');
    expect(push.reason).toMatchObject({ code: 'no-grant', errcode: 43101 });
  });

  test('when WeChat is busy once (-1), then the push backs off and is sent', async () => {
    const app = await seedApp(bed);
    await addFault(simulator, app.appId, { kind: 'errcode', value: -1 });
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    expect(await untilState(storage, pushId!, 'sent')).toMatchObject({ attempts: 2, cycle: 1 });
    expect((await attemptsOf(pushId!)).map(({ errcode }) => errcode)).toEqual([-1, 0]);
  });

  test('when the token is refused (40001) under many pushes, then it is refreshed once and all are sent', async () => {
    const app = await seedApp(bed, { users: 20 });
    const [warmUp, ...others] = app.users;
    await acceptPushes(bed, [newPush(app, { userId: warmUp!.userId })]);
    await eventually(async () => (await callsOf(simulator, app.appId)).length === 1, {
      timeoutMs: 10_000,
    });
    await simulator.call('POST', `/apps/${app.appId}/expire-token`, { errcode: 40001 });
    const pushIds = await acceptPushes(
      bed,
      others.map(({ userId }) => newPush(app, { userId })),
    );
    for (const pushId of pushIds) await untilState(storage, pushId, 'sent');
    expect(await callsOf(simulator, app.appId, tokenPath)).toHaveLength(2);
  });

  test('when it has ended, then the same job a second time sends nothing', async () => {
    const app = await seedApp(bed, { grantsEach: 2 });
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    await untilState(storage, pushId!, 'sent');
    const job = { pushId: pushId!, cycle: 0, priority: 'normal' } as const;
    await bed.hub.addPushes(app.appId, [job, { ...job, cycle: 7 }]);
    await eventually(async () =>
      Object.values(await bed.hub.counts(app.appId)).every((count) => count === 0),
    );
    expect(await callsOf(simulator, app.appId)).toHaveLength(1);
    expect(await storage.pushes.find(pushId!)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  test('when a job cannot be read, then it is dropped and the next one is served', async () => {
    const app = await seedApp(bed);
    type Board = { add(name: string, data: unknown): Promise<unknown> };
    const [queue] = bed.hub.boardQueues([app.appId]) as [Board];
    await queue.add('push', { pushId: "'; drop table pushes; --", cycle: 'x' });
    await queue.add('push', null);
    const [pushId] = await acceptPushes(bed, [newPush(app)]);
    await untilState(storage, pushId!, 'sent');
    await eventually(async () =>
      Object.values(await bed.hub.counts(app.appId)).every((count) => count === 0),
    );
  });

  test('when many pushes are for one user, then they are sent one after the other', async () => {
    const app = await seedApp(bed, { grantsEach: 8, settings: { sendLatencyMs: 60 } });
    const pushIds = await acceptPushes(
      bed,
      Array.from({ length: 8 }, () => newPush(app)),
    );
    for (const pushId of pushIds) await untilState(storage, pushId, 'sent');
    const calls = await callsOf(simulator, app.appId);
    expect(calls.map(({ errcode }) => errcode)).toEqual(Array<number>(8).fill(0));
    expect(calls.filter(({ isOverlapping }) => isOverlapping)).toEqual([]);
  });
});
