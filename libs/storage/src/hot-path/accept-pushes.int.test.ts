import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createHotPath } from './create-hot-path.ts';
import { accepted, openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;
const keyed = (key: string, body = 'same') => ({
  idempotency: { key, fingerprint: Buffer.from(body) },
});

const countPushes = async (appId: string) =>
  (await query<{ n: number }>('select count(*) as n from pushes where app_id = $1', [appId]))[0]!.n;

describe('At the door', () => {
  test('when grants exceed open demand, then so many are queued, the rest parks, in the order given', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const pushes = [1, 2, 3, 4].map(() => app.newPush(userId));

    const { results, due } = await hotPath.acceptPushes(pushes);

    expect(results.map((result) => result.kind === 'created' && result.state)).toEqual([
      'queued',
      'queued',
      'parked',
      'parked',
    ]);
    expect(results[2]).toMatchObject({
      cycle: 0,
      reason: { code: 'no-grant' },
      createdAt: expect.any(Date),
    });
    expect(due).toEqual(
      pushes.slice(0, 2).map((push) => ({
        appId: app.appId,
        pushId: push.id,
        cycle: 0,
        priority: 'normal',
        delayMs: 0,
      })),
    );
    expect(await ledger.read(pushes[3]!.id)).toMatchObject({
      state: 'parked',
      reason: { code: 'no-grant' },
    });
  });

  test('when demand is open already, then a later push parks; a sent one leaves no demand behind', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const first = await app.push(userId);
    await ledger.settle(await ledger.take(first), accepted());
    await app.push(userId);
    const { results } = await hotPath.acceptPushes([app.newPush(userId)]);
    expect(results).toMatchObject([{ state: 'parked' }]);
  });

  test('when a push wants reject and no grant is free, then nothing is stored and its key is not used', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const ours = () => app.newPush(userId, { onNoGrant: 'reject', ...keyed('reject-1') });

    const { results } = await hotPath.acceptPushes([app.newPush(userId), ours()]);

    expect(results).toMatchObject([{ kind: 'created' }, { kind: 'no-grant' }]);
    expect(await countPushes(app.appId)).toBe(1);
    await app.give(userId);
    expect((await hotPath.acceptPushes([ours()])).results).toMatchObject([
      { kind: 'created', state: 'queued' },
    ]);
  });

  test('when a push is to be sent anyway, then it is queued and counts as demand', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const { results } = await hotPath.acceptPushes([
      app.newPush(userId, { onNoGrant: 'send-anyway' }),
      app.newPush(userId),
    ]);
    expect(results).toMatchObject([{ state: 'queued' }, { state: 'parked' }]);
  });

  test('when a template is long-term, then one standing grant queues all', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 1, { templateId: app.longTermId });
    const { results } = await hotPath.acceptPushes(
      [1, 2, 3].map(() => app.newPush(userId, { templateId: app.longTermId })),
    );
    expect(results).toMatchObject([{ state: 'queued' }, { state: 'queued' }, { state: 'queued' }]);
  });

  test("when it is for later, then it is scheduled, takes nobody's place and is not due", async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const sendAt = new Date(Date.now() + 3_600_000);
    const later = app.newPush(userId, { sendAt });
    const { results, due } = await hotPath.acceptPushes([later, app.newPush(userId)]);
    expect(results).toMatchObject([{ state: 'scheduled', reason: null }, { state: 'queued' }]);
    expect(due).toHaveLength(1);
    expect((await ledger.read(later.id)).due_at).toEqual(sendAt);
  });

  test('when the batch is empty, then nothing is asked', async () => {
    expect(await hotPath.acceptPushes([])).toEqual({ results: [], due: [] });
  });
});

describe('An idempotency key', () => {
  test('when it was used before, then the first push is returned; with another body it is refused', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const first = app.newPush(userId, keyed('a'));
    await hotPath.acceptPushes([first]);

    const { results, due } = await hotPath.acceptPushes([
      app.newPush(userId, keyed('a')),
      app.newPush(userId, keyed('b')),
    ]);

    expect(results).toMatchObject([{ kind: 'replayed', pushId: first.id }, { kind: 'created' }]);
    expect(due).toEqual([]);
    expect(
      (await hotPath.acceptPushes([app.newPush(userId, keyed('a', 'other'))])).results,
    ).toEqual([{ kind: 'key-reused', pushId: first.id }]);
    expect(await countPushes(app.appId)).toBe(2);
  });

  test('when it comes twice in one batch, then one push is stored', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const pushes = [keyed('c'), keyed('c'), keyed('c', 'other')].map((key) =>
      app.newPush(userId, key),
    );
    const { results } = await hotPath.acceptPushes(pushes);
    expect(results).toMatchObject([
      { kind: 'created', pushId: pushes[0]!.id },
      { kind: 'replayed', pushId: pushes[0]!.id },
      { kind: 'key-reused', pushId: pushes[0]!.id },
    ]);
    expect(await countPushes(app.appId)).toBe(1);
  });

  test('when another caller uses it, then it is another key', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const { results } = await hotPath.acceptPushes([
      app.newPush(userId, keyed('d')),
      app.newPush(userId, { ...keyed('d'), callerId: uuidv7() }),
    ]);
    expect(results.map((result) => result.kind)).toEqual(['created', 'created']);
  });

  test('when many processes use the same keys at once, in any order, then each is one push and nobody fails', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const keys = Array.from({ length: 20 }, (_, index) => `race-${index}`);
    const processes = [1, 2, 3, 4, 5, 6].map(() =>
      createHotPath(ledger.openAnother({ poolMax: 2 })),
    );

    const answers = await Promise.all(
      processes.map((one, index) => {
        const order = index % 2 === 0 ? keys : keys.toReversed();
        return one.acceptPushes(order.map((key) => app.newPush(userId, keyed(key))));
      }),
    );

    const kinds = answers.flatMap(({ results }) => results.map((result) => result.kind));
    expect(kinds.filter((kind) => kind === 'created')).toHaveLength(keys.length);
    expect(kinds.filter((kind) => kind === 'replayed')).toHaveLength(keys.length * 5);
    expect(await countPushes(app.appId)).toBe(keys.length);
  });
});

describe('A batch with a poison row', () => {
  test('when one push cannot be stored, then its neighbours are, and its key can be used again', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 5);
    const poison = app.newPush(userId, { ...keyed('poison'), lang: null as never });
    const pushes = [app.newPush(userId), poison, app.newPush(userId)];

    const { results, due } = await hotPath.acceptPushes(pushes);

    expect(results.map((result) => result.kind)).toEqual(['created', 'failed', 'created']);
    expect(due.map((one) => one.pushId)).toEqual([pushes[0]!.id, pushes[2]!.id]);
    expect(await countPushes(app.appId)).toBe(2);
    const { results: again } = await hotPath.acceptPushes([app.newPush(userId, keyed('poison'))]);
    expect(again).toMatchObject([{ kind: 'created' }]);
  });
});
