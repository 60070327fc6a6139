import { describe, expect, test } from '@jest/globals';
import type { SendingRules } from '../entities/app.entity.ts';
import { newKeepingApp } from '../test-support/new-keeping-app.ts';
import { notSent, openTestLedger, refused } from '../test-support/open-test-ledger.ts';
import { quietNow } from '../test-support/quiet-now.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query, sweeps } = ledger;

const purpose = 'order-42';
const ahead = () => new Date(Date.now() + 60_000);

const setUp = (rules?: SendingRules) => newKeepingApp(ledger, rules);

describe('A grant collected for a purpose', () => {
  test('when it is reported, then it is kept: a push of another purpose, or of none, parks', async () => {
    const { app, userId, push, stateOf, grants, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    expect(await grants()).toEqual(['order-42 kept']);
    expect(await stateOf(await push())).toBe('parked');
    expect(await stateOf(await push({ purpose: 'order-43' }))).toBe('parked');
    await holds();
  });

  test('when a push of its purpose comes, then that takes it, before a free one and without parking others', async () => {
    const { app, userId, push, stateOf, grants, send, holds } = await setUp();
    await app.give(userId);
    await app.report(userId, 'accept', purpose);
    const [own, plain] = [await push({ purpose }), await push()];
    expect([await stateOf(own), await stateOf(plain)]).toEqual(['queued', 'queued']);
    await send(own);
    expect(await grants()).toEqual(['- available', 'order-42 spent']);
    await send(plain);
    expect(await grants()).toEqual(['- spent', 'order-42 spent']);
    await holds();
  });

  test('when its own are used up, then a push takes a free one', async () => {
    const { app, userId, push, stateOf } = await setUp();
    await app.give(userId);
    await app.report(userId, 'accept', purpose);
    const states = [];
    for (let n = 0; n < 3; n += 1) states.push(await stateOf(await push({ purpose })));
    expect(states).toEqual(['queued', 'queued', 'parked']);
  });

  test('when pushes with and without it come in one batch, then the one that has it is served, whatever the order', async () => {
    const { app, userId, stateOf, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    const [plain, own] = [app.newPush(userId), app.newPush(userId, { purpose })];
    await hotPath.acceptPushes([plain, own]);
    expect([await stateOf(plain.id), await stateOf(own.id)]).toEqual(['parked', 'queued']);
    await holds();
  });

  test('when the push would rather be refused, then its own grant is one', async () => {
    const { app, userId, push } = await setUp();
    await app.report(userId, 'accept', purpose);
    const onNoGrant = 'reject' as const;
    await expect(push({ onNoGrant })).rejects.toThrow('no-grant');
    await push({ onNoGrant, purpose });
  });

  test('when a push of its purpose is parked, then it goes to that, whatever the priority of others', async () => {
    const { app, userId, push, stateOf, grants, holds } = await setUp();
    const other = await push({ priority: 'high' });
    const own = await push({ purpose, priority: 'low' });
    const { released } = await app.report(userId, 'accept', purpose);
    expect([released, await stateOf(other), await stateOf(own)]).toEqual([
      ...[[own], 'parked', 'queued'],
    ]);
    expect(await grants()).toEqual(['order-42 available']);
    await holds();
  });

  test('when its push is cancelled, then it is kept again', async () => {
    const { app, userId, push, stateOf, grants, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    const own = await push({ purpose });
    const plain = await push();
    await hotPath.cancelPush({ pushId: own, actor: 'key:1' });
    expect([await grants(), await stateOf(plain)]).toEqual([['order-42 kept'], 'parked']);
    await holds();
  });

  test('when its push is held by quiet hours, then it is kept meanwhile, and used then', async () => {
    const { app, userId, push, stateOf, claim, grants, holds } = await setUp({
      ...{ keepForPurposeSeconds: 86_400, quietHours: quietNow() },
    });
    await app.report(userId, 'accept', purpose);
    const own = await push({ purpose });
    await claim(own);
    expect([await stateOf(own), await grants()]).toEqual(['scheduled', ['order-42 kept']]);
    expect(await stateOf(await push({ isUrgent: true }))).toBe('parked');
    await query('update pushes set due_at = now() where id = $1', [own]);
    await sweeps.queueDue(100);
    expect([await stateOf(own), await grants()]).toEqual(['queued', ['order-42 available']]);
    await holds();
  });

  test('when its push is scheduled, then it is kept until that is due', async () => {
    const { app, userId, push, stateOf, grants } = await setUp();
    await app.report(userId, 'accept', purpose);
    const own = await push({ purpose, sendAt: ahead() });
    const plain = await push({ sendAt: ahead(), priority: 'high' });
    expect(await grants()).toEqual(['order-42 kept']);
    await query('update pushes set due_at = now() where user_id = $1', [userId]);
    await sweeps.queueDue(100);
    expect([await stateOf(own), await stateOf(plain)]).toEqual(['queued', 'parked']);
  });

  test('when its push backs off, then the grant stays with it', async () => {
    const { app, userId, push, stateOf, grants } = await setUp();
    await app.report(userId, 'accept', purpose);
    const own = await push({ purpose });
    await ledger.settle(await ledger.take(own), notSent, { dueAt: ahead() });
    expect([await stateOf(own), await grants()]).toEqual(['retrying', ['order-42 available']]);
    expect(await stateOf(await push())).toBe('parked');
  });

  test('when its time is over, then it is free, and a parked push gets it', async () => {
    const { app, userId, push, stateOf, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    const plain = await push();
    expect((await sweeps.endEarmarks(100)).touched).toBe(0);
    await query(`update grants set kept_until = now() where user_id = $1`, [userId]);
    const { touched, due } = await sweeps.endEarmarks(100);
    expect([touched, due.map(({ pushId }) => pushId)]).toEqual([1, [plain]]);
    expect(await stateOf(plain)).toBe('queued');
    await holds();
  });

  test('when WeChat has none of its template (43101), or the user revokes, then it is void like the others', async () => {
    const revoked = await setUp();
    await revoked.app.report(revoked.userId, 'accept', purpose);
    await query(`update grants set obtained_at = obtained_at - interval '5 seconds'`);
    await revoked.app.report(revoked.userId, 'ban');
    expect(await revoked.grants()).toEqual(['order-42 void']);

    const { app, userId, push, grants, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    await app.give(userId);
    const plain = await push();
    await ledger.settle(await ledger.take(plain), refused(43101));
    expect(await grants()).toEqual(['order-42 void', '- void']);
    await holds();
  });

  test('when an event told of the tap first, then the report earmarks it, unless a push counts on it already', async () => {
    const tell = async ({ app, userId }: Awaited<ReturnType<typeof setUp>>) => {
      await app.storeEvent(userId, {
        type: 'subscribe_msg_popup_event',
        items: [{ templateId: 'tpl-1', status: 'accept' }],
      });
      await hotPath.applyEvents(100);
    };
    const free = await setUp();
    await tell(free);
    await free.app.report(free.userId, 'accept', purpose);
    expect(await free.grants()).toEqual(['order-42 kept']);

    const spoken = await setUp();
    const plain = await spoken.push();
    await tell(spoken);
    await spoken.app.report(spoken.userId, 'accept', purpose);
    expect([await spoken.grants(), await spoken.stateOf(plain)]).toEqual([
      ...[['- available'], 'queued'],
    ]);
  });

  test('when the rules keep none, or none of its template, then it is a grant like any other', async () => {
    const off = {
      keepForPurposeSeconds: 3600,
      templates: [{ templateId: 'tpl-1', keepForPurposeSeconds: 0 }],
    };
    for (const rules of [{}, off]) {
      const { app, userId, push, stateOf, grants } = await setUp(rules);
      await app.report(userId, 'accept', purpose);
      expect([await stateOf(await push()), await grants()]).toEqual(['queued', ['- available']]);
    }
  });

  test('when grants are imported for it, then they are kept; a standing grant never is', async () => {
    const { app, userId, grants } = await setUp();
    await app.give(userId, 2, { purpose });
    await app.give(userId, 1, { templateId: app.longTermId, purpose });
    expect(await grants()).toEqual(['order-42 kept', 'order-42 kept', '- available']);
  });

  test('when a dead push of its purpose is replayed, then it takes it', async () => {
    const { app, userId, push, stateOf, holds } = await setUp();
    await app.report(userId, 'accept', purpose);
    const own = await push({ purpose });
    await ledger.settle(await ledger.take(own), refused(47003));
    expect(await stateOf(await push())).toBe('parked');
    await hotPath.replayPush({
      ...{ pushId: own, ttlSeconds: null, allowsDuplicates: false, actor: 'key:1' },
    });
    expect(await stateOf(own)).toBe('queued');
    await holds();
  });
});
