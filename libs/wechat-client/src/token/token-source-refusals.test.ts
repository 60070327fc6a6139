import { describe, expect, test } from '@jest/globals';
import { createTokenWorld, wechatRefuses } from '../test-support/create-token-world.ts';

const app = 'wx1';
const refusal = { appId: app, generation: 1, errcode: 40001 };

async function twoProcesses() {
  const world = createTokenWorld();
  const [a, b] = [world.process(), world.process()];
  await world.time.drive(Promise.all([a.get(app), b.get(app)]));
  return { world, a, b, time: world.time };
}

describe('a refused token', () => {
  test('when many calls of many processes are refused, then there is one refresh, and all get the new token', async () => {
    const { world, a, b, time } = await twoProcesses();
    world.token = 'T2';
    const refused = Array.from({ length: 100 }, (_, index) => (index % 2 ? a : b).refused(refusal));
    const next = Array.from({ length: 100 }, (_, index) => (index % 2 ? a : b).get(app));
    await time.drive(Promise.all(refused));
    expect(new Set((await Promise.all(next)).map(({ accessToken }) => accessToken))).toEqual(
      new Set(['T2']),
    );
    expect(world.calls).toHaveLength(2);
  });

  test('when it was refused within 30 s of a refresh, then it is refreshed all the same', async () => {
    const { world, a, time } = await twoProcesses();
    world.token = 'T2';
    await time.drive(a.refused(refusal));
    expect(await a.get(app)).toEqual({ accessToken: 'T2', generation: 2 });
    expect(time.monotonicMs()).toBeLessThan(1_000);
  });

  test('when an older generation is refused, then the newer one stays and WeChat is not asked', async () => {
    const { world, a, b, time } = await twoProcesses();
    world.token = 'T2';
    await time.drive(a.refused(refusal));
    await time.drive(a.refused(refusal));
    expect(await a.get(app)).toEqual({ accessToken: 'T2', generation: 2 });
    // b learns of it from the store.
    await time.drive(b.refused(refusal));
    expect(await b.get(app)).toEqual({ accessToken: 'T2', generation: 2 });
    expect(world.calls).toHaveLength(2);
  });

  test('when a call of long ago is refused, then the store is not even asked', async () => {
    const world = createTokenWorld();
    let reads = 0;
    const { store, time } = world;
    const read = (appId: string) => {
      reads += 1;
      return store.read(appId);
    };
    const source = world.process({ store: { ...store, read } });
    await time.drive(source.get(app));
    world.token = 'T2';
    await time.drive(source.refused(refusal));
    const before = reads;
    await time.drive(source.refused(refusal));
    expect(reads).toBe(before);
  });

  test('when refusals go on while WeChat gives no token, then it is not asked for each of them', async () => {
    const { world, a, time } = await twoProcesses();
    world.answer = () => wechatRefuses(40125);
    for (let round = 0; round < 5; round += 1) {
      await time.drive(a.refused(refusal));
      await time.advance(500);
    }
    expect(world.calls).toHaveLength(2);
  });

  test('when WeChat gives the same string again, then it is handed out once more after 1 to 2 s, asked for once, over all processes', async () => {
    const { world, a, b, time } = await twoProcesses();
    const before = time.monotonicMs();
    const next = Promise.all([a.refused(refusal), b.refused(refusal)]).then(() =>
      Promise.all([a.get(app), b.get(app)]),
    );
    expect(await time.drive(next)).toEqual([
      { accessToken: 'T1', generation: 1 },
      { accessToken: 'T1', generation: 1 },
    ]);
    expect(time.monotonicMs() - before).toBeGreaterThanOrEqual(1_000);
    expect(time.monotonicMs() - before).toBeLessThan(3_000);
    expect(world.calls).toHaveLength(2);
    expect(world.refusals).toEqual([]);
  });

  test('when the second try is refused too, then the app must pause, and WeChat is not asked meanwhile', async () => {
    const { world, a, time } = await twoProcesses();
    await time.drive(a.refused(refusal));
    await time.advance(50);
    await a.refused({ ...refusal, startedAt: new Date(time.now().getTime() - 40) });
    await expect(a.get(app)).rejects.toMatchObject({
      code: 'wechat-refused',
      details: { appId: app, errcode: 40001, generation: 1 },
    });
    expect(world.refusals).toMatchObject([{ kind: 'not-taken', appId: app, errcode: 40001 }]);
    expect(world.calls).toHaveLength(2);

    // It mends itself: WeChat has another token by then.
    world.token = 'T2';
    await time.advance(11_000);
    expect(await time.drive(a.get(app))).toEqual({ accessToken: 'T2', generation: 2 });
  });

  test('when an answer comes late, of a call that began before the second try, then it does not count', async () => {
    const { world, a, time } = await twoProcesses();
    const startedAt = time.now();
    await time.drive(a.refused(refusal));
    await time.advance(5_000);
    await a.refused({ ...refusal, startedAt });
    expect(await a.get(app)).toEqual({ accessToken: 'T1', generation: 1 });
    expect(world.refusals).toEqual([]);
  });

  test('when the token healed and is refused again long after, then that counts as a first time', async () => {
    const { world, a, time } = await twoProcesses();
    await time.drive(a.refused(refusal));
    await time.advance(600_000);
    await time.drive(a.refused(refusal));
    expect(await a.get(app)).toEqual({ accessToken: 'T1', generation: 1 });
    expect(world.calls).toHaveLength(3);
    expect(world.refusals).toEqual([]);
  });

  test('when the second try worked, then the next refusal is a first one, and the app is not paused', async () => {
    const { world, a, time } = await twoProcesses();
    await time.drive(a.refused(refusal));
    await time.advance(5_000);
    a.worked({ appId: app, generation: 1, startedAt: time.now() });
    await time.advance(5_000);
    await time.drive(a.refused({ ...refusal, startedAt: time.now() }));
    expect(await a.get(app)).toEqual({ accessToken: 'T1', generation: 1 });
    expect(world.refusals).toEqual([]);
  });

  test('when a call that worked began before the second try, then it proves nothing', async () => {
    const { world, a, time } = await twoProcesses();
    const startedAt = time.now();
    await time.drive(a.refused(refusal));
    await time.advance(5_000);
    a.worked({ appId: app, generation: 1, startedAt });
    await time.drive(a.refused({ ...refusal, startedAt: time.now() }));
    expect(world.refusals).toMatchObject([{ kind: 'not-taken', appId: app, errcode: 40001 }]);
  });

  test('when the refresh after a refusal fails, then get says so, later tries again, and never gives the refused token', async () => {
    const { world, a, time } = await twoProcesses();
    world.answer = () => wechatRefuses(-1);
    await time.drive(a.refused(refusal));
    await expect(a.get(app)).rejects.toMatchObject({ code: 'unavailable' });
    await time.advance(2_000);
    await expect(time.drive(a.get(app))).rejects.toMatchObject({ code: 'unavailable' });
    world.answer = () => ({ kind: 'ok', value: { accessToken: 'T2', expiresInSeconds: 7_200 } });
    await time.advance(2_000);
    expect(await time.drive(a.get(app))).toEqual({ accessToken: 'T2', generation: 2 });
  });

  test('when tokens die as fast as they come, then refreshes are a second apart, and the conflict is reported', async () => {
    const { world, a, time } = await twoProcesses();
    for (let generation = 1; generation <= 6; generation += 1) {
      world.token = `T${generation + 1}`;
      await time.drive(a.refused({ ...refusal, generation }));
      expect(await a.get(app)).toMatchObject({ generation: generation + 1 });
    }
    const gaps = world.calls.slice(2).map(({ at }, index) => at - world.calls[index + 1]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(world.conflicts).toMatchObject([
      { appId: app, deaths: 3, message: expect.stringContaining('Another system') },
      { appId: app, deaths: 3 },
    ]);
  });

  test('when a token is refused near its end, or once, then nobody else is blamed', async () => {
    const { world, a, time } = await twoProcesses();
    for (let generation = 1; generation <= 4; generation += 1) {
      await time.advance(6_950_000);
      world.token = `T${generation + 1}`;
      await time.drive(a.refused({ ...refusal, generation, errcode: 42001 }));
    }
    expect(world.conflicts).toEqual([]);
  });
});

describe('refreshing early by a sweep', () => {
  test('when much is left, then nothing is done; when little is left, then one process refreshes', async () => {
    const { world, a, b, time } = await twoProcesses();
    expect(await time.drive(a.refreshEarly(app))).toBe(false);
    await time.advance(6_900_000);
    world.token = 'T2';
    expect(
      (await time.drive(Promise.all([a.refreshEarly(app), b.refreshEarly(app)]))).sort(),
    ).toEqual([false, true]);
    expect(await a.get(app)).toEqual({ accessToken: 'T2', generation: 2 });
    expect(world.calls).toHaveLength(2);
  });

  test('when the secret is wrong, then the sweep does not ask at every turn', async () => {
    const world = createTokenWorld();
    world.answer = () => wechatRefuses(40125);
    const source = world.process();
    await expect(world.time.drive(source.refreshEarly(app))).rejects.toMatchObject({
      code: 'wechat-refused',
    });
    expect(await world.time.drive(source.refreshEarly(app))).toBe(false);
    expect(world.calls).toHaveLength(1);
  });
});

describe('a forced refresh', () => {
  test('when an operator forces it, then WeChat is told so, and all processes move on', async () => {
    const { world, a, b, time } = await twoProcesses();
    await time.advance(30_000);
    world.token = 'T2';
    const forced = await time.drive(a.force(app));
    expect(forced).toEqual({
      generation: 2,
      expiresAt: new Date(time.now().getTime() + 7_200_000 - 100),
    });
    expect(world.calls[1]).toMatchObject({ forceRefresh: true });
    expect(await a.get(app)).toEqual({ accessToken: 'T2', generation: 2 });
    await time.drive(b.refused(refusal));
    expect(await b.get(app)).toEqual({ accessToken: 'T2', generation: 2 });
    expect(world.calls).toHaveLength(2);
    expect(world.conflicts).toEqual([]);
  });

  test('when the last refresh was less than 30 s ago, in whatever process, then it is a conflict', async () => {
    const { world, a, b, time } = await twoProcesses();
    await time.advance(29_000);
    await expect(time.drive(b.force(app))).rejects.toMatchObject({
      code: 'conflict',
      retryAfterMs: 30_000,
    });
    await time.advance(1_100);
    world.token = 'T2';
    await time.drive(a.force(app));
    await expect(time.drive(b.force(app))).rejects.toMatchObject({ code: 'conflict' });
  });

  test('when the 20 of the day are used up, then the next is told to wait for midnight in Shanghai, and WeChat is not asked', async () => {
    const { world, a, b, time } = await twoProcesses();
    await time.advance(31_000);
    for (let count = 0; count < 20; count += 1) {
      world.token = `F${count}`;
      await time.drive((count % 2 === 0 ? a : b).force(app));
      await time.advance(31_000);
    }
    const asked = world.calls.length;
    const leftMs = Date.parse('2026-01-05T16:00:00.000Z') - time.now().getTime();
    await expect(time.drive(a.force(app))).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: leftMs,
    });
    expect(world.calls).toHaveLength(asked);
    await time.advance(leftMs);
    expect(await time.drive(b.force(app))).toMatchObject({ generation: 21 });
  });
});
