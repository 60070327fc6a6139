import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import {
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath } = ledger;

const minuteAgo = () => new Date(Date.now() - 60_000);

/** A push on its way with the one grant of its user, who takes the permission back meanwhile. */
async function takeAndRevoke(by: 'ban' | 'change-reject') {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, 1, { grantedAt: minuteAgo() });
  const push = await ledger.take(await app.push(userId));
  return { app, userId, push, revoke: () => revoke(app, userId, by) };
}

async function revoke(app: TestApp, userId: string, by: 'ban' | 'change-reject'): Promise<void> {
  if (by === 'ban') {
    await app.report(userId, 'ban');
    return;
  }
  const items = [{ templateId: 'tpl-1', status: 'reject' }];
  await app.storeEvent(userId, { type: 'subscribe_msg_change_event', items });
  await hotPath.applyEvents(100);
}

const verdict = (pushId: string, word: 'resend' | 'dead') =>
  hotPath.giveVerdict({ pushId, verdict: word, actor: 'key:2', reason: null, requestId: null });

describe('A grant that its push gives back', () => {
  test.each(['ban', 'change-reject'] as const)(
    'when the user took the permission back meanwhile (%s), then it is void',
    async (by) => {
      const { userId, push, revoke: takeBack } = await takeAndRevoke(by);
      await takeBack();
      expect(await ledger.grants(userId)).toEqual(['reserved']);
      await ledger.settle(push, notSent);
      expect(await ledger.grants(userId)).toEqual(['void']);
    },
  );

  test('when WeChat refuses the message after a ban, then nothing is left to promise a grant for', async () => {
    const { app, userId, push, revoke: takeBack } = await takeAndRevoke('ban');
    await takeBack();
    await ledger.settle(push, refused(47003));
    const { results } = await hotPath.acceptPushes([app.newPush(userId, { onNoGrant: 'reject' })]);
    expect(results).toEqual([{ kind: 'no-grant' }]);
  });

  test('when a person ends an unconfirmed push after a ban, then it is void', async () => {
    const { userId, push, revoke: takeBack } = await takeAndRevoke('ban');
    await ledger.settle(push, unconfirmed);
    await takeBack();
    await verdict(push.pushId, 'dead');
    expect(await ledger.grants(userId)).toEqual(['void']);
  });

  test('when the user allowed again after the ban, then that grant stays', async () => {
    const { app, userId, push, revoke: takeBack } = await takeAndRevoke('ban');
    await takeBack();
    await app.report(userId);
    await ledger.settle(push, refused(47003));
    expect(await ledger.grants(userId)).toEqual(['void', 'available']);
  });

  test('when WeChat said 43101 while a person had to judge, then it is void, and sent again the push parks without a call', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 1, { grantedAt: minuteAgo() });
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    await verdict(pushId, 'resend');
    await ledger.settle(await ledger.take(pushId, 1), refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      reason: { code: 'verdict-doubted' },
    });
    expect(await ledger.grants(userId)).toEqual(['reserved']);

    await verdict(pushId, 'resend');
    expect(await ledger.grants(userId)).toEqual(['void']);
    expect(await ledger.claim(pushId, 2)).toEqual({ kind: 'moved', state: 'parked' });
  });
});

describe('A report that comes late', () => {
  const reportOf = (app: TestApp, userId: string) => ({
    appId: app.appId,
    userId,
    requestId: uuidv7(),
    page: null,
    askedAt: new Date(Date.now() - 600_000),
    results: { 'tpl-1': 'accept' as const },
  });

  test('when WeChat has answered 43101 since the user was asked, then its grant is void', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const push = await ledger.take(await app.push(userId, { onNoGrant: 'send-anyway' }));
    await ledger.settle(push, refused(43101));
    await hotPath.recordGrantReports([reportOf(app, userId)]);
    expect(await ledger.grants(userId)).toEqual(['void']);
  });

  test('when nothing was refused since, or the refused push was of another template, then it counts', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const push = await ledger.take(
      await app.push(userId, { onNoGrant: 'send-anyway', templateId: app.longTermId }),
    );
    await ledger.settle(push, refused(43101));
    await hotPath.recordGrantReports([reportOf(app, userId)]);
    expect(await ledger.grants(userId)).toEqual(['available']);
  });
});
