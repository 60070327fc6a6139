import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createHotPath } from '../hot-path/create-hot-path.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import { newKeepingApp } from '../test-support/new-keeping-app.ts';
import { openTestLedger, refused, type TestApp } from '../test-support/open-test-ledger.ts';
import { createReplayRepository } from './replay.repository.ts';
import { firstPlace, type ReplayFilter, type ReplayPlace } from './replay-row.ts';

const ledger = await openTestLedger();
const { query } = ledger;
const replays = createReplayRepository(ledger.core);
const otherWorker = createReplayRepository(ledger.openAnother());
const callerId = uuidv7();
const preview = {
  ...{ matched: 0, wouldSend: 0, wouldPark: 0, wouldFailAgain: 0, mayDuplicate: 0 },
  ...{ alreadyDelivered: 0, grantsSpent: 0, isCapped: false },
};

async function openPreview(app: TestApp, filter: ReplayFilter = {}, lifeMs = 60_000) {
  return replays.openPreview({
    ...{ callerId, actor: 'key:1', appIds: [app.appId], filter, allowsDuplicates: false, lifeMs },
  });
}

/** Started at a rate of 1,000 a second, two seconds' worth of which it may use at once. */
async function begin(
  app: TestApp,
  change: { filter?: ReplayFilter; through?: ReplayPlace; matched?: number; rate?: number } = {},
): Promise<string> {
  const id = await openPreview(app, change.filter);
  const tokenHash = randomBytes(32);
  const counts = { ...preview, matched: change.matched ?? 0 };
  await replays.closePreview({ id, preview: counts, through: change.through ?? null, tokenHash });
  const ratePerSecond = change.rate ?? 1_000;
  await replays.start({ tokenHash, callerId, ratePerSecond, ttlSeconds: null });
  await query(`update replays set paced_until = now() - interval '2 seconds' where id = $1`, [id]);
  return id;
}

/** So many dead pushes, oldest first, each of a user with one grant. */
async function makeDead(app: TestApp, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), refused(47003));
    ids.push(pushId);
  }
  return ids;
}

const listAll = (replayId: string, app: TestApp, change: { limit?: number; walk?: number } = {}) =>
  replays.listDead({
    replayId,
    place: { appId: app.appId, after: firstPlace },
    ...{ limit: 100, walk: 1_000, ...change },
  });
const idsOf = (page: { pushes: { id: string }[] }) => page.pushes.map((push) => push.id);

describe('What a replay covers', () => {
  test('only pushes that were dead at the preview, oldest first, in bounded pages', async () => {
    const app = await ledger.newApp();
    const dead = await makeDead(app, 4);
    const id = await openPreview(app);
    await makeDead(app, 1);
    expect(idsOf(await listAll(id, app))).toEqual(dead);

    const short = await listAll(id, app, { limit: 3 });
    expect([idsOf(short), short.lastId, short.isEnd]).toEqual([dead.slice(0, 3), dead[2], false]);
    const walked = await listAll(id, app, { walk: 2 });
    expect([idsOf(walked), walked.isEnd]).toEqual([dead.slice(0, 2), false]);
    const rest = await replays.listDead({
      replayId: id,
      place: { appId: app.appId, after: dead[2]! },
      ...{ limit: 100, walk: 1_000 },
    });
    expect([idsOf(rest), rest.isEnd]).toEqual([[dead[3]], true]);
  });

  test('the living of a bizId or a user are walked in bounded pages as well', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const living: string[] = [];
    for (let at = 0; at < 3; at += 1) living.push(await app.push(userId, { bizId: 'campaign' }));
    const pushId = await app.push(userId, { bizId: 'campaign' });
    await query(`update pushes set state = 'dead', ended_at = now() where id = $1`, [pushId]);
    const [user] = await query<{ openid: string }>('select openid from users where id = $1', [
      userId,
    ]);
    for (const filter of [{ bizId: 'campaign' }, { openid: user!.openid }]) {
      const id = await openPreview(app, filter);
      const first = await listAll(id, app, { walk: 2 });
      expect([idsOf(first), first.lastId, first.isEnd]).toEqual([[], living[1], false]);
      const place = { appId: app.appId, after: first.lastId! };
      const rest = await replays.listDead({ replayId: id, place, limit: 100, walk: 3 });
      expect([idsOf(rest), rest.isEnd]).toEqual([[pushId], true]);
    }
  });

  test('those that fit every part of the filter', async () => {
    const app = await ledger.newApp();
    const dead = await makeDead(app, 3);
    const [row] = await query<{ openid: string }>(
      'select openid from users where id = (select user_id from pushes where id = $1)',
      [dead[1]],
    );
    await query(`update pushes set biz_id = 'biz-9' where id = $1`, [dead[2]]);
    await query(`update pushes set reason = '{"code":"no-grant"}' where id = $1`, [dead[0]]);
    const found = async (filter: ReplayFilter) =>
      idsOf(await listAll(await openPreview(app, filter), app));
    expect(await found({ openid: row!.openid })).toEqual([dead[1]]);
    expect(await found({ bizId: 'biz-9' })).toEqual([dead[2]]);
    expect(await found({ reason: 'template-data-invalid' })).toEqual([dead[1], dead[2]]);
    expect(await found({ errcode: 47003 })).toEqual(dead);
    expect(await found({ reason: 'no-grant', errcode: 47003 })).toEqual([]);
    expect(await found({ errcode: null })).toEqual([dead[0]]);
    expect(await found({ templateId: 'tpl-long' })).toEqual([]);
    expect(await found({ to: '2026-01-01T00:00:00.000Z' })).toEqual([]);
    expect(await found({ from: '2020-01-01T00:00:00.000Z' })).toEqual(dead);
  });

  test('of those with a purpose, what is kept for it is told beside what is free', async () => {
    const { app, userId, push, take } = await newKeepingApp(ledger);
    const dead: string[] = [];
    for (const purpose of ['order-42', 'order-42', null]) {
      await app.give(userId);
      const id = await push({ purpose });
      await ledger.settle(await take(id), refused(47003));
      dead.push(id);
    }
    await app.give(userId, 2, { purpose: 'order-42' });
    const { pushes } = await listAll(await openPreview(app), app);
    expect(pushes.map(({ id, free, kept }) => ({ id, free, kept }))).toEqual([
      { id: dead[0], free: 3, kept: 2 },
      { id: dead[1], free: null, kept: null },
      { id: dead[2], free: null, kept: null },
    ]);
  });

  test('a preview starts once, for its caller, in time', async () => {
    const app = await ledger.newApp();
    const id = await openPreview(app);
    const tokenHash = randomBytes(32);
    await replays.closePreview({ id, preview, through: null, tokenHash });
    const start = { tokenHash, callerId, ratePerSecond: 5, ttlSeconds: 60 };
    expect(await replays.start({ ...start, callerId: uuidv7() })).toEqual({ kind: 'unknown' });
    const both = await Promise.all([replays.start(start), otherWorker.start(start)]);
    expect(both.map((one) => one.kind === 'started' && one.replay.id)).toEqual([id, id]);
    expect(both.filter((one) => one.kind === 'started' && one.isFirst)).toHaveLength(1);

    const late = randomBytes(32);
    const old = await openPreview(app, {}, -1);
    await replays.closePreview({ id: old, preview, through: null, tokenHash: late });
    expect(await replays.start({ ...start, tokenHash: late })).toEqual({ kind: 'too-old' });
  });
});

describe('A step of a replay', () => {
  const stepOf = (
    replayId: string,
    app: TestApp,
    pushIds: string[],
    change: { after?: string; next?: ReplayPlace | null; failingIds?: string[] } = {},
  ) => ({
    replayId,
    place: { appId: app.appId, after: change.after ?? firstPlace },
    pushIds,
    failingIds: change.failingIds ?? [],
    next: change.next === undefined ? { appId: app.appId, after: pushIds.at(-1)! } : change.next,
  });

  test('when two workers take it at once, then one counts, and no push is put back twice', async () => {
    const app = await ledger.newApp();
    const dead = await makeDead(app, 5);
    const id = await begin(app, { matched: 5 });
    const step = stepOf(id, app, dead);
    const both = await Promise.all([replays.step(step), otherWorker.step(step)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['stale', 'stepped']);
    expect(await replays.find(id)).toMatchObject({ state: 'running', replayed: 5, total: 5 });
    for (const pushId of dead)
      expect(await ledger.read(pushId)).toMatchObject({ state: 'queued', cycle: 1 });
    const [told] = await query<{ count: number }>(
      'select count(*) as count from push_transitions where replay_id = $1',
      [id],
    );
    expect(told!.count).toBe(5);
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when a push died again after the replay, then the same replay leaves it dead', async () => {
    const app = await ledger.newApp();
    const [pushId] = await makeDead(app, 1);
    const id = await begin(app);
    await replays.step(stepOf(id, app, [pushId!]));
    await ledger.settle(await ledger.take(pushId!, 1), refused(47003));
    await query('update replays set cursor_push_id = $2 where id = $1', [id, firstPlace]);
    expect(idsOf(await listAll(id, app))).toEqual([]);
    await replays.step(stepOf(id, app, [pushId!]));
    expect(await ledger.read(pushId!)).toMatchObject({ state: 'dead', cycle: 1 });
    expect(await replays.find(id)).toMatchObject({ replayed: 1, skipped: 1 });
  });

  test('when its rate does not allow it yet, or it is paused, then nothing happens', async () => {
    const app = await ledger.newApp();
    const dead = await makeDead(app, 3);
    const id = await begin(app, { rate: 1 });
    expect(await replays.step(stepOf(id, app, dead))).toEqual({ kind: 'stale' });
    expect(await replays.step(stepOf(id, app, dead.slice(0, 2)))).toMatchObject({ replayed: 2 });
    expect((await replays.listRunning()).find((one) => one.id === id)).toMatchObject({
      allowed: 0,
      place: { appId: app.appId, after: dead[1] },
    });
    await query(`update replays set paced_until = now() - interval '2 seconds' where id = $1`, [
      id,
    ]);
    await replays.change({ id, from: ['running'], to: 'paused' });
    expect(await replays.step(stepOf(id, app, [dead[2]!], { after: dead[1]! }))).toEqual({
      kind: 'stale',
    });
    expect(await ledger.read(dead[2]!)).toMatchObject({ state: 'dead' });
    // The time of the pause is not made up for.
    await replays.change({ id, from: ['paused'], to: 'running' });
    expect((await replays.listRunning()).find((one) => one.id === id)).toMatchObject({
      allowed: 0,
    });
  });

  test('when it is the last, then it is done, and what had left the dead before its turn counts as skipped', async () => {
    const app = await ledger.newApp();
    const dead = await makeDead(app, 3);
    const id = await begin(app, { matched: 3 });
    await createHotPath(ledger.core).replayPush({
      ...{ pushId: dead[0]!, ttlSeconds: null, allowsDuplicates: false, actor: 'key:2' },
    });
    expect(idsOf(await listAll(id, app))).toEqual([dead[1], dead[2]]);
    await replays.step(stepOf(id, app, [dead[1]!], { failingIds: [dead[2]!], next: null }));
    expect(await replays.find(id)).toMatchObject({
      ...{ state: 'done', replayed: 1, failed: 1, skipped: 1 },
      finishedAt: expect.any(Date) as unknown,
    });
    expect(await replays.step(stepOf(id, app, [dead[2]!]))).toEqual({ kind: 'stale' });
  });

  test('when several pushes of a key share a grant, then the oldest gets it and the others park', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      if (at === 0) await app.give(userId);
      const pushId = await app.push(userId);
      await ledger.settle(await ledger.take(pushId), refused(47003));
      ids.push(pushId);
    }
    const id = await begin(app);
    expect(await replays.step(stepOf(id, app, ids))).toMatchObject({ replayed: 1, parked: 2 });
    expect((await ledger.read(ids[0]!)).state).toBe('queued');
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});

describe('Steering', () => {
  test('a replay goes only from the states asked for; lists are newest first and within apps', async () => {
    const app = await ledger.newApp();
    const [first, second] = [await begin(app), await begin(app)];
    expect(await replays.change({ id: first, from: ['paused'], to: 'running' })).toBeNull();
    expect(await replays.change({ id: first, from: ['running'], to: 'cancelled' })).toMatchObject({
      state: 'cancelled',
      finishedAt: expect.any(Date) as unknown,
    });
    const page = await replays.list({ appIds: [app.appId], limit: 1, cursor: null });
    expect(page.items.map(({ id }) => id)).toEqual([second]);
    const rest = await replays.list({ appIds: [app.appId], limit: 1, cursor: page.nextCursor });
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([[first], null]);
    expect(await replays.list({ appIds: ['wx-other'], limit: 9, cursor: null })).toMatchObject({
      items: [],
    });
  });
});
