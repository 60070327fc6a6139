import { describe, expect, test } from '@jest/globals';
import type { NewPush } from '../hot-path.ts';
import { newKeepingApp } from '../test-support/new-keeping-app.ts';
import { openTestLedger, unconfirmed } from '../test-support/open-test-ledger.ts';
import { quietNow } from '../test-support/quiet-now.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query, sweeps } = ledger;

const purpose = 'order-42';
const choices = ['tpl-1', 'tpl-2'].map((templateId) => ({
  ...{ templateId, data: { thing1: { value: `by ${templateId}` } } },
}));
const [first] = choices;

/** A driver under quiet hours; `push` has a fallback. */
async function setUp() {
  const one = await newKeepingApp(ledger, {
    ...{ keepForPurposeSeconds: 86_400, quietHours: quietNow() },
  });
  const { app, userId, claim } = one;
  const give = (templateId: string, change: { purpose?: string } = {}) =>
    app.give(userId, 1, { templateId, ...change });
  const push = (change: Partial<NewPush> = {}) => one.push({ ...first!, choices, ...change });
  const hold = async (change: Partial<NewPush> = {}) => {
    const id = await push(change);
    await claim(id);
    expect((await ledger.read(id)).state).toBe('scheduled');
    return id;
  };
  const lose = (templateId: string) =>
    query(`update grants set state = 'void' where user_id = $1 and template_id = $2`, [
      ...[userId, templateId],
    ]);
  /** The night is over. */
  const wake = async () => {
    await query(`update pushes set due_at = now() where user_id = $1 and state = 'scheduled'`, [
      userId,
    ]);
    return sweeps.queueDue(100);
  };
  return { ...one, give, push, hold, lose, wake };
}

const turnOf = async (id: string): Promise<string> => {
  const [row] = await query<{ told: string }>(
    `select state || ' ' || template_id || ' ' || (data -> 'thing1' ->> 'value') as told from pushes where id = $1`,
    [id],
  );
  return row!.told;
};

describe('A push with fallbacks that was held', () => {
  test('when the first of its templates has a grant by then, then it goes out with that, and the other stays', async () => {
    const { give, hold, wake, send, grants, holds } = await setUp();
    await give('tpl-2');
    const id = await hold();
    expect(await turnOf(id)).toBe('scheduled tpl-2 by tpl-2');
    await give('tpl-1');
    const { due } = await wake();
    expect(due.map(({ pushId }) => pushId)).toEqual([id]);
    expect(await turnOf(id)).toBe('queued tpl-1 by tpl-1');
    const told = await query<{ code: string | null }>(
      `select reason ->> 'code' as code from push_transitions where push_id = $1 order by at, id`,
      [id],
    );
    expect(told.map(({ code }) => code)).toEqual(['quiet-hours', 'fallback']);
    await holds();
    await query(`update apps set sending_rules = '{}', restricted_templates = null`);
    await send(id);
    expect(await grants()).toEqual(['- available', '- spent']);
  });

  test('when its own grant has gone by then, then it goes out with what there is; without any it parks as it was asked for', async () => {
    const gone = await setUp();
    await gone.give('tpl-2');
    const [one, other] = [await gone.hold(), await gone.hold({ priority: 'low' })];
    await gone.lose('tpl-2');
    await gone.give('tpl-1');
    await gone.wake();
    expect([await turnOf(one), await turnOf(other)]).toEqual([
      ...['queued tpl-1 by tpl-1', 'parked tpl-1 by tpl-1'],
    ]);
    await gone.holds();
  });

  test('when pushes of one template wake with it, then each grant serves one, highest priority first', async () => {
    const { give, hold, wake, holds } = await setUp();
    await give('tpl-1');
    await give('tpl-2');
    const own = await hold({ choices: null, priority: 'high' });
    const turned = await hold();
    await wake();
    expect([await turnOf(own), await turnOf(turned)]).toEqual([
      ...['queued tpl-1 by tpl-1', 'queued tpl-2 by tpl-2'],
    ]);
    await holds();
  });

  test('when a grant of a fallback is kept for its purpose, then it has that, also where it was scheduled', async () => {
    const { give, push, hold, wake, grants, holds } = await setUp();
    await give('tpl-2', { purpose });
    const held = await hold({ purpose });
    expect(await grants()).toEqual(['order-42 kept']);
    await wake();
    expect(await turnOf(held)).toBe('queued tpl-2 by tpl-2');
    await hotPath.cancelPush({ pushId: held, actor: 'key:1' });
    const scheduled = await push({ purpose, sendAt: new Date(Date.now() + 60_000) });
    expect(await grants()).toEqual(['order-42 kept']);
    await wake();
    expect(await turnOf(scheduled)).toBe('queued tpl-2 by tpl-2');
    expect(await grants()).toEqual(['order-42 available']);
    await holds();
  });

  test('when an attempt of it may have been delivered, then its template stays', async () => {
    const { give, push, take, claim, wake } = await setUp();
    await give('tpl-2');
    const id = await push({ onUnconfirmed: 'resend', isUrgent: true });
    await ledger.settle(await take(id), unconfirmed, { dueAt: new Date(0) });
    await query('update pushes set is_urgent = false where id = $1', [id]);
    await claim(id);
    expect(await turnOf(id)).toBe('retrying tpl-2 by tpl-2');
    await give('tpl-1');
    await query(`update pushes set due_at = now() - interval '3 seconds' where id = $1`, [id]);
    await wake();
    expect(await turnOf(id)).toBe('queued tpl-2 by tpl-2');
  });
});
