import { expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { fillWithHistory, fillWithOpenRows } from '../test-support/fill-tables.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
  type TestLedger,
} from '../test-support/open-test-ledger.ts';
import { readIndexReads } from '../test-support/read-index-reads.ts';

/** Rows of others in every state in which something waits, and of the user's own that have ended. */
const MANY = 2_000;
/** What is read more of any index than in a small database: far from a walk over them, and well above what ends a look early. */
const BOUND = MANY / 4;

/**
 * Looked for among all of the user's own, which is rare: the reserved grant that a revocation may have met, and, as the planner
 * likes, the push that a newer one replaces.
 */
const ownPast = new Set([
  'refused for want of a grant: grants_by_user',
  'reported to have refused: grants_by_user',
  'on terms: pushes_by_user',
]);

type Prepare = (ledger: TestLedger, app: TestApp) => Promise<unknown>;

/** What the planner knew of the tables when it made the plans that a connection then keeps. */
const beliefs: [string, Prepare][] = [
  ['nobody had looked at the tables', () => Promise.resolve()],
  [
    'there was little in the tables',
    async (ledger, app) => {
      await playAll(ledger, app, await newUsers(app));
      await ledger.query('vacuum analyze');
    },
  ],
  [
    'nearly all had ended',
    async ({ query }, app) => {
      const userIds = await Promise.all([app.newUser(), app.newUser()]);
      await fillWithHistory({ query, appId: app.appId, count: MANY, userIds });
      await query('vacuum analyze');
    },
  ],
  [
    'much was waiting',
    async ({ query }, app) => {
      await fillWithOpenRows({ query, appId: app.appId, count: MANY });
      await query('vacuum analyze');
    },
  ],
];

const ledgers = new Map<string, TestLedger>();
// One connection: it keeps its plans, and tells what it read.
for (const [belief] of beliefs) ledgers.set(belief, await openTestLedger({ poolMax: 1 }));

test.each(beliefs)(
  'when plans were made while %s, then a turn of the hot path reads no more beside thousands of others',
  async (belief, prepare) => {
    const ledger = ledgers.get(belief)!;
    const { query } = ledger;
    const app = await ledger.newApp();
    await prepare(ledger, app);
    // Twice: what a plan costs is known only after it has been made.
    await playAll(ledger, app, await newUsers(app));
    const few = await playAll(ledger, app, await newUsers(app));

    const userIds = await newUsers(app);
    await fillWithOpenRows({ query, appId: app.appId, count: MANY });
    await fillWithHistory({ query, appId: app.appId, count: MANY, userIds });
    const many = await playAll(ledger, app, userIds);

    const walked = Object.entries(many).flatMap(([turn, reads]) =>
      [...reads].flatMap(([name, count]) => {
        const more = count - (few[turn]?.get(name) ?? 0);
        return more > BOUND && !ownPast.has(`${turn}: ${name}`) ? [`${turn}: ${name} ${more}`] : [];
      }),
    );
    expect(walked).toEqual([]);
  },
  120_000,
);

/** One for each turn. */
const newUsers = (app: TestApp) => Promise.all(Object.keys(turns).map(() => app.newUser()));

type Reads = Map<string, number>;

/** What each turn read, by index. */
async function playAll(
  ledger: TestLedger,
  app: TestApp,
  userIds: readonly string[],
): Promise<Record<string, Reads>> {
  const all: Record<string, Reads> = {};
  for (const [index, [name, play]] of Object.entries(turns).entries()) {
    const before = await readIndexReads(ledger.query);
    await play(ledger, app, userIds[index]!);
    const after = await readIndexReads(ledger.query);
    all[name] = new Map([...after].map(([one, count]) => [one, count - (before.get(one) ?? 0)]));
  }
  return all;
}

type Play = (ledger: TestLedger, app: TestApp, userId: string) => Promise<unknown>;

const report = (app: TestApp, userId: string, msgid: string) =>
  app.storeEvent(userId, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', msgid, errorCode: '0', errorStatus: 'success' }],
  });

/** Each with a user of its own. */
const turns: Record<string, Play> = {
  async 'sent and confirmed'(ledger, app, userId) {
    await app.give(userId);
    const push = await ledger.take(await app.push(userId));
    const msgid = uuidv7();
    await ledger.settle(push, accepted(msgid));
    await report(app, userId, msgid);
    await ledger.hotPath.applyEvents(10);
  },
  async 'confirmed before it is settled'(ledger, app, userId) {
    await app.give(userId);
    const push = await ledger.take(await app.push(userId));
    const msgid = uuidv7();
    await report(app, userId, msgid);
    await ledger.hotPath.applyEvents(10);
    await ledger.settle(push, accepted(msgid));
  },
  async 'parked and released by a report'(ledger, app, userId) {
    const pushId = await app.push(userId);
    await app.report(userId);
    await ledger.settle(await ledger.take(pushId, 1), accepted());
  },
  async 'released by an answer that WeChat tells of'(ledger, app, userId) {
    const pushId = await app.push(userId);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_popup_event',
      items: [{ templateId: 'tpl-1', status: 'accept' }],
    });
    await ledger.hotPath.applyEvents(10);
    await ledger.take(pushId, 1);
  },
  async 'of a purpose'(ledger, app, userId) {
    await app.give(userId, 1, { purpose: 'order-42' });
    const pushId = await app.push(userId, { purpose: 'order-42' });
    await ledger.settle(await ledger.take(pushId), accepted());
  },
  async 'with a fallback'(ledger, app, userId) {
    const data = { thing1: { value: '钢材' } };
    const choices = ['tpl-1', 'tpl-2'].map((templateId) => ({ templateId, data }));
    const pushId = await app.push(userId, { choices });
    await app.give(userId, 1, { templateId: 'tpl-2' });
    await ledger.take(pushId, 1);
  },
  async 'on terms'(ledger, app, userId) {
    await app.push(userId, { replaces: 'order-42', dedupe: { key: 'k-1', seconds: 600 } });
    await app.push(userId, { replaces: 'order-42' });
  },
  async 'refused for want of a grant'(ledger, app, userId) {
    await app.give(userId);
    await ledger.settle(await ledger.take(await app.push(userId)), refused(43101));
  },
  async 'tried again'(ledger, app, userId) {
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), notSent);
  },
  async 'in doubt, then judged'(ledger, app, userId) {
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    const verdict = {
      pushId,
      verdict: 'dead' as const,
      actor: 'operator',
      reason: 'none',
      requestId: null,
    };
    await ledger.hotPath.giveVerdict(verdict);
  },
  async 'in doubt, then reported'(ledger, app, userId) {
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), unconfirmed);
    await report(app, userId, uuidv7());
    await ledger.hotPath.applyEvents(10);
  },
  async 'dead and replayed'(ledger, app, userId) {
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), refused(47003));
    await ledger.hotPath.replayPush({
      ...{ pushId, ttlSeconds: null, allowsDuplicates: false, actor: 'operator' },
    });
  },
  async cancelled(ledger, app, userId) {
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.hotPath.cancelPush({ pushId, actor: 'operator' });
  },
  async scheduled(ledger, app, userId) {
    await app.push(userId, { sendAt: new Date(Date.now() + 60_000) });
  },
  async 'known by a login'(ledger, app, userId) {
    await app.push(userId);
    await ledger.hotPath.attachRecipients([userId]);
  },
  async 'reported to have refused'(ledger, app, userId) {
    await app.give(userId);
    await app.report(userId, 'reject');
    await app.report(userId, 'ban');
  },
};
