import { describe, expect, test } from '@jest/globals';
import {
  createTokenWorld,
  wechatRefuses,
  type TokenAnswer,
} from '../test-support/create-token-world.ts';

const app = 'wx1';
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const unreachable: TokenAnswer = {
  kind: 'unreachable',
  cause: 'timeout: request',
  httpStatus: null,
};

describe('getting a token', () => {
  test('when many ask in many processes at once, then WeChat is asked once and all get the same', async () => {
    const { process, time, calls } = createTokenWorld();
    const processes = times(5, () => process());
    const all = await time.drive(
      Promise.all(times(200, (index) => processes[index % 5]!.get(app))),
    );
    expect(
      new Set(all.map(({ accessToken, generation }) => `${accessToken}/${generation}`)),
    ).toEqual(new Set(['T1/1']));
    expect(calls).toEqual([{ appId: app, secret: 'secret of wx1', forceRefresh: false, at: 0 }]);
  });

  test('when it is in memory, then the store is not asked again', async () => {
    const { process, time, store } = createTokenWorld();
    let reads = 0;
    const source = process({
      store: {
        ...store,
        read: (appId) => {
          reads += 1;
          return store.read(appId);
        },
      },
    });
    await time.drive(source.get(app));
    const before = reads;
    await Promise.all(times(100, () => source.get(app)));
    expect(reads).toBe(before);
  });

  test('when another process has stored one, then it is used and WeChat is not asked', async () => {
    const { process, time, calls } = createTokenWorld();
    await time.drive(process().get(app));
    await time.drive(process().get(app));
    expect(calls).toHaveLength(1);
  });

  test('when less than the margin is left, then the current one is given at once and one refresh runs behind it', async () => {
    const world = createTokenWorld();
    const { process, time, calls } = world;
    const processes = times(3, () => process());
    await time.drive(Promise.all(processes.map((source) => source.get(app))));
    world.token = 'T2';
    await time.advance(6_900_001);
    const during = await Promise.all(times(30, (index) => processes[index % 3]!.get(app)));
    expect(new Set(during.map(({ accessToken }) => accessToken))).toEqual(new Set(['T1']));
    await time.advance(1_000);
    expect(calls).toHaveLength(2);
    // Each process takes the new one over when it next looks, without asking WeChat.
    await Promise.all(processes.map((source) => source.get(app)));
    await time.advance(31_000);
    await Promise.all(processes.map((source) => source.get(app)));
    await time.advance(1_000);
    const after = await Promise.all(processes.map((source) => source.get(app)));
    expect(after.map(({ accessToken, generation }) => [accessToken, generation])).toEqual(
      times(3, () => ['T2', 2]),
    );
    expect(calls).toHaveLength(2);
  });

  test('when WeChat gives the same string early, then it is asked at most once in 30 s, over all processes', async () => {
    const world = createTokenWorld();
    world.answer = () => ({ kind: 'ok', value: { accessToken: 'T1', expiresInSeconds: 300 } });
    const processes = times(3, () => world.process());
    await world.time.drive(Promise.all(processes.map((source) => source.get(app))));
    for (let second = 0; second < 120; second += 1) {
      const tokens = await Promise.all(processes.map((source) => source.get(app)));
      expect(tokens.map(({ generation }) => generation)).toEqual([1, 1, 1]);
      await world.time.advance(1_000);
    }
    const gaps = world.calls.slice(1).map(({ at }, index) => at - world.calls[index]!.at);
    expect(gaps.length).toBeGreaterThanOrEqual(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
  });

  test('when less than the margin is left, then thousands of calls look into the store once in 30 s', async () => {
    const world = createTokenWorld();
    world.answer = () => ({ kind: 'ok', value: { accessToken: 'T1', expiresInSeconds: 300 } });
    let reads = 0;
    const read = (appId: string) => {
      reads += 1;
      return world.store.read(appId);
    };
    const source = world.process({ store: { ...world.store, read } });
    await world.time.drive(source.get(app));
    reads = 0;
    for (let second = 0; second < 59; second += 1) {
      await Promise.all(times(50, () => source.get(app)));
      await world.time.advance(1_000);
    }
    expect(reads).toBe(2);
  });

  test('when the process that refreshes dies, then another takes over when the lease is over', async () => {
    const { process, time, store, calls } = createTokenWorld();
    await store.takeRefreshLease({ appId: app, generation: 0 });
    const { accessToken } = await time.drive(process().get(app));
    expect(accessToken).toBe('T1');
    expect(calls[0]!.at).toBeGreaterThanOrEqual(15_000);
    expect(calls[0]!.at).toBeLessThan(16_000);
  });

  test('when the holder comes back after its lease, then what it brings is not kept, and it takes what is there', async () => {
    const world = createTokenWorld();
    const { time, store, calls } = world;
    let answerOfTheSleeper: (answer: TokenAnswer) => void = () => undefined;
    world.answer = () =>
      calls.length === 1
        ? new Promise((resolve) => (answerOfTheSleeper = resolve))
        : { kind: 'ok', value: { accessToken: 'T2', expiresInSeconds: 7_200 } };
    const sleeper = world.process().get(app);
    await time.advance(15_500);
    expect(await time.drive(world.process().get(app))).toMatchObject({ accessToken: 'T2' });
    answerOfTheSleeper({ kind: 'ok', value: { accessToken: 'T1', expiresInSeconds: 7_200 } });
    expect(await time.drive(sleeper)).toEqual({ accessToken: 'T2', generation: 1 });
    expect(store.peek(app)).toMatchObject({ accessToken: 'T2', generation: 1 });
    expect(calls).toHaveLength(2);
  });

  test('when the holder comes back and has failed, then the lease of another stays', async () => {
    const world = createTokenWorld();
    const { time, store, calls } = world;
    let failTheSleeper: (answer: TokenAnswer) => void = () => undefined;
    world.answer = () => new Promise((resolve) => (failTheSleeper = resolve));
    const sleeper = world.process().get(app);
    await time.advance(15_100);
    expect(await store.takeRefreshLease({ appId: app, generation: 0 })).not.toBeNull();
    failTheSleeper(unreachable);
    await expect(time.drive(sleeper)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await store.takeRefreshLease({ appId: app, generation: 0 })).toBeNull();
    expect(calls).toHaveLength(1);
  });

  test('when the lease is never free, then it ends as unavailable, and the poll was shared', async () => {
    const { process, time, store } = createTokenWorld();
    let asked = 0;
    const source = process({
      store: {
        ...store,
        takeRefreshLease: () => {
          asked += 1;
          return Promise.resolve(null);
        },
      },
    });
    const outcomes = await time.drive(Promise.allSettled(times(50, () => source.get(app))));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(outcomes[0]).toMatchObject({
      reason: { code: 'unavailable', retryAfterMs: expect.any(Number) },
    });
    expect(asked).toBeLessThan(120);
  });

  test('when a caller gives up, then only that caller does', async () => {
    const { process, time } = createTokenWorld();
    const source = process();
    const abort = new AbortController();
    const impatient = source.get(app, abort.signal);
    const patient = source.get(app, new AbortController().signal);
    abort.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'unavailable' });
    await expect(source.get(app, AbortSignal.abort())).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await time.drive(patient)).toEqual({ accessToken: 'T1', generation: 1 });
  });

  test('when the token endpoint hangs for one app, then no other waits', async () => {
    const world = createTokenWorld();
    world.answer = ({ appId }) =>
      appId === 'hanging'
        ? new Promise(() => undefined)
        : { kind: 'ok', value: { accessToken: `token of ${appId}`, expiresInSeconds: 7_200 } };
    const source = world.process();
    const hanging = source.get('hanging');
    hanging.catch(() => undefined);
    const others = await world.time.drive(
      Promise.all(times(20, (index) => source.get(`wx${index}`))),
    );
    expect(others.map(({ accessToken }) => accessToken)).toEqual(
      times(20, (index) => `token of wx${index}`),
    );
    expect(world.time.monotonicMs()).toBe(100);
  });
});

describe('when WeChat gives none', () => {
  test.each([40001, 40125, 40013, 40164, 40243, 89503, 48001, 12345])(
    'when the endpoint refuses with %i, then the app must pause, somebody is told, and WeChat is not asked again for seconds',
    async (errcode) => {
      const world = createTokenWorld();
      world.answer = () => wechatRefuses(errcode);
      const source = world.process();
      for (let round = 0; round < 4; round += 1) {
        const outcomes = await world.time.drive(
          Promise.allSettled(times(50, () => source.get(app))),
        );
        for (const outcome of outcomes) {
          expect(outcome).toMatchObject({
            reason: { code: 'wechat-refused', details: { appId: app, errcode } },
          });
        }
        await world.time.advance(1_000);
      }
      expect(world.calls).toHaveLength(1);
      expect(world.refusals).toMatchObject([{ kind: 'not-given', appId: app, errcode }]);

      world.answer = () => ({ kind: 'ok', value: { accessToken: 'T1', expiresInSeconds: 7_200 } });
      await world.time.advance(5_000);
      expect(await world.time.drive(source.get(app))).toEqual({ accessToken: 'T1', generation: 1 });
    },
  );

  test.each([
    ['is busy', wechatRefuses(-1), 2_000],
    ['has no calls left this minute', wechatRefuses(45011), 60_000],
    ['cannot be reached', unreachable, 1_000],
  ] as const)(
    'when WeChat %s, then it is unavailable, not a pause, and asked again later',
    async (_name, answer, retryAfterMs) => {
      const world = createTokenWorld();
      world.answer = () => answer;
      const source = world.process();
      await expect(world.time.drive(source.get(app))).rejects.toMatchObject({
        code: 'unavailable',
        retryAfterMs,
      });
      await world.time.advance(retryAfterMs / 2);
      await expect(source.get(app)).rejects.toMatchObject({
        code: 'unavailable',
        retryAfterMs: retryAfterMs / 2,
      });
      expect(world.calls).toHaveLength(1);
      expect(world.refusals).toEqual([]);
      await world.time.advance(retryAfterMs / 2);
      await expect(world.time.drive(source.get(app))).rejects.toMatchObject({
        code: 'unavailable',
      });
      expect(world.calls).toHaveLength(2);
    },
  );

  test('when an early refresh fails, then the living token is still given', async () => {
    const world = createTokenWorld();
    const source = world.process();
    await world.time.drive(source.get(app));
    world.answer = () => wechatRefuses(40125);
    await world.time.advance(6_950_000);
    expect(await source.get(app)).toEqual({ accessToken: 'T1', generation: 1 });
    await world.time.advance(1_000);
    expect(await source.get(app)).toEqual({ accessToken: 'T1', generation: 1 });
    expect(world.refusals).toHaveLength(1);
    await world.time.advance(250_000);
    await expect(world.time.drive(source.get(app))).rejects.toMatchObject({
      code: 'wechat-refused',
    });
  });

  test('when the store fails, then it is unavailable, and so when a token could not be kept', async () => {
    const { process, time, store } = createTokenWorld();
    const broken = () => Promise.reject(new Error('connection lost, token T1'));
    const cannotRead = process({ store: { ...store, read: broken } });
    await expect(time.drive(cannotRead.get(app))).rejects.toMatchObject({ code: 'unavailable' });
    const cannotSave = process({ store: { ...store, save: broken, releaseLease: broken } });
    await expect(time.drive(cannotSave.get(app))).rejects.toMatchObject({ code: 'unavailable' });
    // The lease was not given back: the next process waits it out.
    expect(await time.drive(process().get(app))).toEqual({ accessToken: 'T1', generation: 1 });
  });

  test('when there is no such app, then so it says, and the lease is free', async () => {
    const { process, time, store } = createTokenWorld();
    await expect(time.drive(process().get('unknown'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await store.takeRefreshLease({ appId: 'unknown', generation: 0 })).not.toBeNull();
  });
});

test('when anything is logged, told or thrown, then it holds neither token nor secret', async () => {
  const world = createTokenWorld();
  world.token = 'TOKEN-NOBODY-MAY-SEE';
  const source = world.process();
  const { time, refusals, conflicts, logger } = world;
  await time.drive(source.get(app));
  await time.drive(source.refused({ appId: app, generation: 1, errcode: 40001 }));
  await time.advance(10);
  await source.refused({ appId: app, generation: 1, errcode: 40001 });
  const thrown: unknown[] = await source.get(app).then(
    () => [],
    (error: unknown) => [String(error), (error as Error).stack, error],
  );
  world.answer = () => wechatRefuses(40125);
  await time.advance(60_000);
  await time.drive(source.get(app).catch((error: unknown) => thrown.push(error)));
  expect(thrown).toHaveLength(4);
  expect(JSON.stringify([thrown, refusals, conflicts, logger.lines])).not.toMatch(
    /NOBODY|secret of/,
  );
});
