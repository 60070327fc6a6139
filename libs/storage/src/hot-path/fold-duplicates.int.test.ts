import { describe, expect, test } from '@jest/globals';
import type { AcceptResult, NewPush } from '../hot-path.ts';
import {
  accepted,
  openTestLedger,
  refused,
  type TestApp,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger({ poolMax: 8 });
const { hotPath, query } = ledger;

const dedupe = { key: 'order-42', seconds: 600 };
const kindsOf = (results: readonly AcceptResult[]) => results.map(({ kind }) => kind);
const idsOf = (results: readonly AcceptResult[]) =>
  results.map((result) => ('pushId' in result ? result.pushId : null));
const keyed = (key: string, body = 'same') => ({ key, fingerprint: Buffer.from(body) });

async function setUp(grants = 2) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  if (grants > 0) await app.give(userId, grants);
  const push = (change: Partial<NewPush> = {}) => app.newPush(userId, { dedupe, ...change });
  const accept = async (...pushes: NewPush[]) => (await hotPath.acceptPushes(pushes)).results;
  return { app, userId, push, accept };
}

const countOf = async ({ appId }: TestApp): Promise<number> => {
  const [row] = await query<{ n: number }>(
    'select count(*)::integer as n from pushes where app_id = $1',
    [appId],
  );
  return row!.n;
};

/** Ends the window of everything so far. */
const passWindow = (userId: string) =>
  query(`update pushes set dedupe_until = now() - interval '1 second' where user_id = $1`, [
    userId,
  ]);

describe('A dedupe key', () => {
  test('when another push holds it, then that push is answered, nothing is stored, and it counts its duplicates', async () => {
    const { app, push, accept } = await setUp();
    const [first] = await accept(push());
    const again = await accept(push({ data: { thing1: { value: '另一条' } } }), push());
    expect(kindsOf([first!, ...again])).toEqual(['created', 'duplicate', 'duplicate']);
    expect(new Set(idsOf([first!, ...again])).size).toBe(1);
    expect(await countOf(app)).toBe(1);
    const rows = await query(
      'select times from push_duplicates where push_id = $1',
      idsOf([first!]),
    );
    expect(rows).toEqual([{ times: 2 }]);
  });

  test('when twenty come at once on parallel connections and in batches, then one is stored and all are answered with it', async () => {
    const { app, push, accept } = await setUp();
    const batches = await Promise.all(
      Array.from({ length: 10 }, () => accept(push(), push({ dedupe: null, bizId: 'x' }), push())),
    );
    const results = batches.flatMap(([one, , other]) => [one!, other!]);
    expect(kindsOf(results).filter((kind) => kind === 'created')).toHaveLength(1);
    expect(new Set(idsOf(results)).size).toBe(1);
    expect(batches.map(([, plain]) => plain!.kind)).toEqual(Array(10).fill('created'));
    expect(await countOf(app)).toBe(11);
  });

  test('when its time is over, then the next push is stored and holds it', async () => {
    const { userId, push, accept } = await setUp();
    const [first] = await accept(push());
    await passWindow(userId);
    const [second] = await accept(push());
    const [third] = await accept(push());
    expect(kindsOf([first!, second!, third!])).toEqual(['created', 'created', 'duplicate']);
    expect(idsOf([third!])).toEqual(idsOf([second!]));
  });

  test.each([
    ['caller', { callerId: '00000000-0000-7000-8000-000000000002' }],
    ['template', { templateId: 'tpl-long' }],
    ['key', { dedupe: { ...dedupe, key: 'order-43' } }],
  ])('when the %s is another, then it is no duplicate', async (_what, change) => {
    const { push, accept } = await setUp();
    expect(kindsOf(await accept(push(), push(change)))).toEqual(['created', 'created']);
    expect(kindsOf(await accept(push(change)))).toEqual(['duplicate']);
  });

  test('when the recipient is another, then it is no duplicate', async () => {
    const { app, push, accept } = await setUp();
    const other = await app.newUser();
    expect(kindsOf(await accept(push(), push({ userId: other })))).toEqual(['created', 'created']);
  });

  test('when nobody has logged in with the phone yet, then pushes to it are duplicates of each other, and after the login too', async () => {
    const { app, userId, push, accept } = await setUp();
    const toPhone = '+8613800000000';
    const waiting = (change: Partial<NewPush> = {}) => push({ userId: null, toPhone, ...change });
    const [first] = await accept(waiting());
    const results = await accept(waiting(), waiting({ toPhone: '+8613800000001' }));
    expect(kindsOf(results)).toEqual(['duplicate', 'created']);
    const [row] = await query<{ hash: Buffer }>(
      'select to_phone_hash as hash from pushes where id = $1',
      idsOf([first!]),
    );
    await query('update users set phone_hash = $2, phone_bound_at = now() where id = $1', [
      ...[userId, row!.hash],
    ]);
    await hotPath.attachRecipients([userId]);
    expect(idsOf(await accept(push(), waiting()))).toEqual([
      idsOf([first!])[0],
      idsOf([first!])[0],
    ]);
    expect(await countOf(app)).toBe(2);
  });

  test('when the first of a batch is refused, then so are its duplicates, and neither key is used', async () => {
    const { app, push, accept } = await setUp(0);
    const asked = () => [
      push({ onNoGrant: 'reject', idempotency: keyed('a') }),
      push({ onNoGrant: 'reject', idempotency: keyed('b') }),
    ];
    expect(kindsOf(await accept(...asked()))).toEqual(['no-grant', 'no-grant']);
    await app.give(asked()[0]!.userId!, 1);
    expect(kindsOf(await accept(...asked()))).toEqual(['created', 'duplicate']);
  });
});

describe('A duplicate with an idempotency key', () => {
  test('when it comes again, also after the window, then it is a replay of the first push', async () => {
    const { userId, push, accept } = await setUp();
    const [first] = await accept(push({ idempotency: keyed('one') }));
    const twin = () => push({ idempotency: keyed('two') });
    expect(kindsOf(await accept(twin()))).toEqual(['duplicate']);
    expect(kindsOf(await accept(twin()))).toEqual(['replayed']);
    await passWindow(userId);
    const [late] = await accept(twin());
    expect([late!.kind, ...idsOf([late!])]).toEqual(['replayed', ...idsOf([first!])]);
    const [reused] = await accept(push({ idempotency: keyed('two', 'other') }));
    expect(reused!.kind).toBe('key-reused');
  });
});

describe('A push that ended', () => {
  test('when it was sent, then it goes on holding its key', async () => {
    const { push, accept } = await setUp();
    const first = push();
    await accept(first);
    await ledger.settle(await ledger.take(first.id), accepted());
    expect(kindsOf(await accept(push()))).toEqual(['duplicate']);
  });

  test.each([
    ['was cancelled', (id: string) => hotPath.cancelPush({ pushId: id, actor: 'key:1' })],
    ['was refused', async (id: string) => ledger.settle(await ledger.take(id), refused(40003))],
  ])('when it %s, then it has let its key go', async (_what, end) => {
    const { push, accept } = await setUp();
    const first = push();
    await accept(first);
    await end(first.id);
    expect(kindsOf(await accept(push()))).toEqual(['created']);
  });

  test('when nobody knows whether it was delivered, then it holds its key', async () => {
    const { push, accept } = await setUp();
    const first = push({ onUnconfirmed: 'hold' });
    await accept(first);
    await ledger.settle(await ledger.take(first.id), unconfirmed);
    expect(kindsOf(await accept(push()))).toEqual(['duplicate']);
    await query(`update pushes set expires_at = now() - interval '1 second' where id = $1`, [
      first.id,
    ]);
    await ledger.sweeps.expirePushes(10);
    expect((await ledger.read(first.id)).state).toBe('dead');
    expect(kindsOf(await accept(push()))).toEqual(['duplicate']);
  });
});
