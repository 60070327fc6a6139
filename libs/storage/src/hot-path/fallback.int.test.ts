import { describe, expect, test } from '@jest/globals';
import type { NewPush } from '../hot-path.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query, sweeps } = ledger;

const choices = ['tpl-1', 'tpl-2', 'tpl-3'].map((templateId) => ({
  ...{ templateId, data: { thing1: { value: `by ${templateId}` } } },
}));

/** `grants`: how many there are of tpl-1, tpl-2 and tpl-3. */
async function setUp(...grants: number[]) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  const give = (templateId: string, count = 1) => app.give(userId, count, { templateId });
  for (const [at, count] of grants.entries())
    if (count > 0) await give(choices[at]!.templateId, count);
  const push = (change: Partial<NewPush> = {}) => app.newPush(userId, { choices, ...change });
  const accept = async (...pushes: NewPush[]) => (await hotPath.acceptPushes(pushes)).results;
  return { app, userId, give, push, accept };
}

const turnOf = async (id: string): Promise<string> => {
  const [row] = await query<{ state: string; template_id: string; value: string }>(
    `select state, template_id, data -> 'thing1' ->> 'value' as value from pushes where id = $1`,
    [id],
  );
  return `${row!.state} ${row!.template_id} ${row!.value}`;
};

/** The grants of this template are gone before anybody heard of it. */
const lose = (userId: string, templateId: string) =>
  query(`update grants set state = 'void' where user_id = $1 and template_id = $2`, [
    userId,
    templateId,
  ]);

describe('A push with fallbacks, at the door', () => {
  test.each([
    [[1, 1, 1], 'queued tpl-1 by tpl-1'],
    [[0, 1, 1], 'queued tpl-2 by tpl-2'],
    [[0, 0, 1], 'queued tpl-3 by tpl-3'],
    [[0, 0, 0], 'parked tpl-1 【广州】-->【上海】'],
  ])('when there are %j grants, then it is %s', async (grants, expected) => {
    const { push, accept } = await setUp(...grants);
    const one = push();
    await accept(one);
    expect(await turnOf(one.id)).toBe(expected);
  });

  test('when several come in one batch, then each grant serves one, in their order', async () => {
    const { push, accept } = await setUp(1, 2, 0);
    const plain = push({ choices: null, templateId: 'tpl-2' });
    const all = [push(), plain, push(), push(), push()];
    await accept(...all);
    expect(await Promise.all(all.map(({ id }) => turnOf(id)))).toEqual([
      'queued tpl-1 by tpl-1',
      'queued tpl-2 【广州】-->【上海】',
      'queued tpl-2 by tpl-2',
      'parked tpl-1 【广州】-->【上海】',
      'parked tpl-1 【广州】-->【上海】',
    ]);
  });

  test('when it would rather be refused, then only for want of a grant of each', async () => {
    const { push, accept } = await setUp(0, 1);
    const asked = () => push({ onNoGrant: 'reject' });
    expect(await accept(asked())).toMatchObject([{ kind: 'created' }]);
    expect(await accept(asked())).toMatchObject([{ kind: 'no-grant' }]);
  });

  test('when nobody has logged in with its address yet, then it waits for the login, and chooses then', async () => {
    const { userId, push, accept } = await setUp(0, 1);
    const to = { userId: null, toUnionid: 'u-1', onNoGrant: 'reject' as const };
    const [kept, refusedOne] = [push({ ...to, priority: 'high' }), push(to)];
    await accept(kept, refusedOne);
    expect((await ledger.read(kept.id)).state).toBe('parked');
    await query(`update users set unionid = 'u-1', last_login_at = now() where id = $1`, [userId]);
    await hotPath.attachRecipients([userId]);
    expect([await turnOf(kept.id), (await ledger.read(refusedOne.id)).state]).toEqual([
      ...['queued tpl-2 by tpl-2', 'dead'],
    ]);
  });

  test('when it has turned to another template, then it still is what a duplicate of it is answered with', async () => {
    const { push, accept } = await setUp(0, 1);
    const dedupe = { key: 'same', seconds: 60 };
    const first = push({ dedupe });
    await accept(first);
    expect(await accept(push({ dedupe }))).toMatchObject([{ kind: 'duplicate', pushId: first.id }]);
  });
});

describe('A push with fallbacks that waits', () => {
  test.each(['tpl-1', 'tpl-2', 'tpl-3'])(
    'when a grant of %s comes, then it goes out with it and its history says so',
    async (templateId) => {
      const { push, accept, give } = await setUp();
      const one = push();
      await accept(one);
      await give(templateId);
      expect(await turnOf(one.id)).toBe(
        `queued ${templateId} ${templateId === 'tpl-1' ? '【广州】-->【上海】' : `by ${templateId}`}`,
      );
      const [told] = await query<{ code: string | null }>(
        `select reason ->> 'code' as code from push_transitions where push_id = $1`,
        [one.id],
      );
      expect(told!.code).toBe(templateId === 'tpl-1' ? null : 'fallback');
      await ledger.settle(await ledger.take(one.id, 1), accepted());
      const states = await query('select template_id, state from grants where user_id = $1', [
        one.userId,
      ]);
      expect(states).toEqual([{ template_id: templateId, state: 'spent' }]);
    },
  );

  test('when another push asks for that very template, then that one is served first, and of several the first by priority', async () => {
    const { push, accept, give } = await setUp();
    const low = push({ priority: 'low' });
    const high = push({ priority: 'high' });
    const plain = push({ choices: null, templateId: 'tpl-2', priority: 'low' });
    await accept(low, high, plain);
    const states = async () =>
      (await Promise.all([plain, high, low].map(({ id }) => ledger.read(id)))).map(
        ({ state }) => state,
      );
    await give('tpl-2');
    expect(await states()).toEqual(['queued', 'parked', 'parked']);
    await give('tpl-2');
    expect(await states()).toEqual(['queued', 'queued', 'parked']);
    await give('tpl-3');
    expect(await states()).toEqual(['queued', 'queued', 'queued']);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when it is scheduled, then it chooses when it is due', async () => {
    const { userId, push, accept, give } = await setUp();
    const sendAt = new Date(Date.now() + 3_600_000);
    const kept = push({ sendAt, priority: 'high' });
    const refusedOne = push({ sendAt, onNoGrant: 'reject' });
    await accept(kept, refusedOne);
    await give('tpl-2');
    await query('update pushes set due_at = now() where user_id = $1', [userId]);
    const { due } = await sweeps.queueDue(10);
    expect([await turnOf(kept.id), (await ledger.read(refusedOne.id)).state]).toEqual([
      ...['queued tpl-2 by tpl-2', 'dead'],
    ]);
    expect(due.map(({ pushId }) => pushId)).toEqual([kept.id]);
  });

  test('when a grant was missed, then the sweep finds it', async () => {
    const { app, userId, push, accept } = await setUp();
    const one = push();
    await accept(one);
    await query(
      `insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at)
       values (new_uuid_v7(), $1, $2, 'tpl-3', 'available', 'reported', now())`,
      [app.appId, userId],
    );
    await sweeps.releaseParked(1000);
    expect(await turnOf(one.id)).toBe('queued tpl-3 by tpl-3');
  });
});

describe('A push with fallbacks, when it is claimed', () => {
  test('when its grant is gone, then it turns to the next; without any it parks, or dies where it would rather', async () => {
    const { userId, push, accept } = await setUp(1, 1);
    const one = push();
    await accept(one);
    await lose(userId, 'tpl-1');
    expect(await ledger.claim(one.id)).toMatchObject({ kind: 'moved' });
    expect(await turnOf(one.id)).toBe('queued tpl-2 by tpl-2');
    await lose(userId, 'tpl-2');
    await ledger.claim(one.id, 1);
    expect((await ledger.read(one.id)).state).toBe('parked');

    const other = await setUp(1, 1);
    const choosy = other.push({ onNoGrant: 'reject' });
    await other.accept(choosy);
    await lose(other.userId, 'tpl-1');
    await ledger.claim(choosy.id);
    expect(await turnOf(choosy.id)).toBe('queued tpl-2 by tpl-2');
    await lose(other.userId, 'tpl-2');
    await ledger.claim(choosy.id, 1);
    expect(await ledger.read(choosy.id)).toMatchObject({
      ...{ state: 'dead', reason: { code: 'no-grant' } },
    });
  });

  test('when WeChat has no grant of the first (43101), then it goes out with the next, and the attempts say with which', async () => {
    const { push, accept } = await setUp(1, 1);
    const one = push();
    await accept(one);
    const { due } = await ledger.settle(await ledger.take(one.id), refused(43101));
    expect(due).toMatchObject([{ pushId: one.id, cycle: 1 }]);
    await ledger.settle(await ledger.take(one.id, 1), accepted());
    expect(await turnOf(one.id)).toBe('sent tpl-2 by tpl-2');
    const attempts = await query(
      'select template_id, errcode from attempts where push_id = $1 order by number',
      [one.id],
    );
    expect(attempts).toEqual([
      { template_id: 'tpl-1', errcode: 43101 },
      { template_id: 'tpl-2', errcode: 0 },
    ]);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when an earlier attempt may have been delivered, then it turns to no other template', async () => {
    const { push, accept, give } = await setUp(1);
    const one = push({ onUnconfirmed: 'resend' });
    await accept(one);
    await ledger.settle(await ledger.take(one.id), unconfirmed, { dueAt: new Date(0) });
    await lose(one.userId!, 'tpl-1');
    const { cycle } = await ledger.read(one.id);
    await ledger.claim(one.id, cycle);
    await give('tpl-2');
    expect(await ledger.read(one.id)).toMatchObject({ state: 'parked', had_unconfirmed: true });
  });
});
