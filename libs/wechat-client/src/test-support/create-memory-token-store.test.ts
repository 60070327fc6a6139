import { expect, test } from '@jest/globals';
import { createFakeTime } from './create-fake-time.ts';
import { createMemoryTokenStore } from './create-memory-token-store.ts';

const open = () => {
  const time = createFakeTime();
  return { time, store: createMemoryTokenStore({ clock: time }) };
};
const appId = 'wx1';
const later = (ms: number, time: { now(): Date }) => new Date(time.now().getTime() + ms);

test('when two ask for the lease, then one gets it, until it is given back or 15 s are over', async () => {
  const { time, store } = open();
  const ask = () => store.takeRefreshLease({ appId, generation: 0 });
  expect((await Promise.all([ask(), ask(), ask()])).filter(Boolean)).toHaveLength(1);
  await store.releaseLease(appId);
  expect(await ask()).toBe(true);
  await time.advance(14_999);
  expect(await ask()).toBe(false);
  await time.advance(1);
  expect(await ask()).toBe(true);
});

test('when a token is saved, then the lease ends, and only a different string is a new generation', async () => {
  const { time, store } = open();
  await store.takeRefreshLease({ appId, generation: 0 });
  const save = (accessToken: string, basedOnGeneration: number) =>
    store.save({ appId, accessToken, basedOnGeneration, expiresAt: later(1_000, time) });
  expect(await save('a', 0)).toMatchObject({ generation: 1 });
  expect(await store.takeRefreshLease({ appId, generation: 0 })).toBe(false);
  expect(await store.takeRefreshLease({ appId, generation: 1 })).toBe(true);
  await time.advance(10);
  expect(await save('a', 1)).toMatchObject({ generation: 1, refreshedAt: time.now() });
  expect(await save('b', 1)).toMatchObject({ generation: 2 });
  expect(await save('late', 1)).toMatchObject({ generation: 2, accessToken: 'b' });
});

test('when somebody refreshed since notBefore, then there is no lease', async () => {
  const { time, store } = open();
  const { refreshedAt } = await store.save({
    appId,
    accessToken: 'a',
    basedOnGeneration: 0,
    expiresAt: later(1_000, time),
  });
  const before = new Date(refreshedAt.getTime() - 1);
  expect(await store.takeRefreshLease({ appId, generation: 1, notBefore: before })).toBe(false);
  expect(await store.takeRefreshLease({ appId, generation: 1, notBefore: refreshedAt })).toBe(true);
});
